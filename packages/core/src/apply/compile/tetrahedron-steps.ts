/**
 * From node 000 to the second and the third node of the tetrahedron, along the axes in order of falling fraction.
 *
 * @param nodeLength - numbers a node.
 * @returns steps by order: bit 0 says red < green, bit 1 green < blue, bit 2 red < blue. Orders 3 and 4 contradict themselves.
 */
export function tetrahedronSteps(size: number, nodeLength: number): { readonly firstSteps: Int32Array; readonly secondSteps: Int32Array } {
  const red = nodeLength;
  const green = nodeLength * size;
  const blue = nodeLength * size * size;
  const never = 0;
  return {
    firstSteps: Int32Array.of(red, green, red, never, never, green, blue, blue),
    secondSteps: Int32Array.of(red + green, red + green, red + blue, never, never, green + blue, red + blue, green + blue),
  };
}
