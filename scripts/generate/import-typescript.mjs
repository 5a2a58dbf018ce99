// Loads TypeScript modules of the product into this process: bundled by esbuild in memory, imported from a data URL.
import { build } from 'esbuild';

/**
 * @param {string} root - the repository root, from which the lines import.
 * @param {readonly string[]} lines - export statements of the module to make.
 * @param {Readonly<Record<string, string>>} replacements - file name -> text to use in place of the file.
 */
export async function importTypeScript(root, lines, replacements = {}) {
  const replaceFiles = {
    name: 'replace-files',
    setup(bundler) {
      for (const name of Object.keys(replacements)) {
        const filter = new RegExp(`(^|/)${name.replace(/\./g, '\\.')}$`);
        bundler.onResolve({ filter }, () => ({ path: name, namespace: 'replacement' }));
      }
      bundler.onLoad({ filter: /.*/, namespace: 'replacement' }, ({ path }) => ({ contents: replacements[path], loader: 'js' }));
    },
  };
  const { outputFiles } = await build({
    stdin: { contents: lines.join('\n'), resolveDir: root, loader: 'ts' },
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
    target: 'es2022',
    logLevel: 'error',
    plugins: [replaceFiles],
  });
  return import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`);
}
