import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { expect, it } from 'vitest';

const NAME = fileURLToPath(new URL('./program.ts', import.meta.url));
const PROGRAM = `
  import { createWebGpuKernels } from '../../packages/kernels/src/webgpu/webgpu-kernels.js';
  declare const device: GPUDevice;
  void createWebGpuKernels({ device });
  void createWebGpuKernels({ gpu: navigator.gpu });
`;

it("takes a device and an adapter's source of the DOM library's types", () => {
  const options: ts.CompilerOptions = { strict: true, noEmit: true, skipLibCheck: true, module: ts.ModuleKind.NodeNext, target: ts.ScriptTarget.ES2022, lib: ['lib.es2022.d.ts', 'lib.dom.d.ts'], types: [] };
  const host = ts.createCompilerHost(options);
  const readSource = host.getSourceFile.bind(host);
  host.getSourceFile = (name, target) => (name === NAME ? ts.createSourceFile(NAME, PROGRAM, target) : readSource(name, target));
  const program = ts.createProgram([NAME], options, host);
  const problems = program.getSemanticDiagnostics(program.getSourceFile(NAME));
  expect(problems.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'))).toEqual([]);
});
