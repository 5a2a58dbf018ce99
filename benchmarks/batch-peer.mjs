// The peer of benchmarks/batch.mjs: sharp reads each photo and writes it again, and does nothing to it, in as many processes as asked.
// node benchmarks/batch-peer.mjs <jobs> <input folder> <output folder>
import { fork } from 'node:child_process';
import { mkdirSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';

if (process.send !== undefined) {
  sharp.concurrency(1);
  sharp.cache(false);
  process.on('disconnect', () => process.exit());
  process.on('message', async ({ input, output }) => {
    // What the command line's JPEG is written with.
    await sharp(input).jpeg({ quality: 92, chromaSubsampling: '4:4:4', optimiseCoding: false }).toFile(output);
    process.send('next');
  });
  process.send('next');
} else {
  const [jobs, inputFolder, outputFolder] = process.argv.slice(2);
  const names = readdirSync(inputFolder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.jpg'));
  const tasks = names.map((name) => ({ input: join(inputFolder, name), output: join(outputFolder, name) }));
  for (const folder of new Set(tasks.map(({ output }) => dirname(output)))) mkdirSync(folder, { recursive: true });
  for (let i = 0; i < Number(jobs); i += 1) {
    const worker = fork(fileURLToPath(import.meta.url));
    worker.on('message', () => {
      const task = tasks.shift();
      if (task === undefined) worker.disconnect();
      else worker.send(task);
    });
  }
}
