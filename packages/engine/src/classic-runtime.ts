// onnxruntime as a classic script, global `openretouchOnnxRuntime`. Its WebAssembly file is handed to it as bytes.
export * from 'onnxruntime-web/wasm';
