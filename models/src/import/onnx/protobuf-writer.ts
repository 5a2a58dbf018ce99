/**
 * Writes protocol buffer messages, as far as ONNX needs them.
 *
 * @see Protocol Buffers, "Encoding": varints, and length-delimited fields; float32 as wire type 5.
 */
export class ProtobufWriter {
  private readonly bytes: number[] = [];

  /** @param value - 0 or more. */
  integer(field: number, value: number): this {
    this.tag(field, 0);
    return this.varint(value);
  }

  float32(field: number, value: number): this {
    this.tag(field, 5);
    return this.raw(new Uint8Array(Float32Array.of(value).buffer));
  }

  /** @param text - ASCII. */
  text(field: number, text: string): this {
    return this.delimited(field, Uint8Array.from(text, (character) => character.charCodeAt(0)));
  }

  message(field: number, message: ProtobufWriter): this {
    return this.delimited(field, message.bytes);
  }

  delimited(field: number, content: ArrayLike<number>): this {
    this.tag(field, 2);
    this.varint(content.length);
    return this.raw(content);
  }

  finish(): Uint8Array {
    return Uint8Array.from(this.bytes);
  }

  private tag(field: number, wireType: number): void {
    this.varint(field * 8 + wireType);
  }

  private varint(value: number): this {
    let rest = value;
    while (rest >= 128) {
      this.bytes.push((rest % 128) + 128);
      rest = Math.floor(rest / 128);
    }
    this.bytes.push(rest);
    return this;
  }

  private raw(content: ArrayLike<number>): this {
    for (let index = 0; index < content.length; index += 1) this.bytes.push(content[index]);
    return this;
  }
}
