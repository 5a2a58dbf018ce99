// Writes every file that derives from the operation registry, the preset files, the table of migrated fields and the results of benchmarks. `--check` writes nothing and exits 1,
// naming each file that is not what it would be. Run it after changing an operation, the recipe format or a preset.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { renderPages } from '../benchmarks/readme-table.mjs';
import { importTypeScript } from './generate/import-typescript.mjs';
import { printLooksPage } from './generate/looks-page.mjs';
import { printMigrationPage } from './generate/migration-page.mjs';
import { printOperationsPage } from './generate/operations-page.mjs';
import { printPanelCatalogue } from './generate/panel-catalogue.mjs';
import { printPresets, readPresets } from './generate/presets.mjs';
import { compileValidators } from './generate/validators.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const VALIDATORS = 'packages/core/src/recipe/validators.generated.js';

async function generateFiles() {
  const core = await importTypeScript(root, [
    "export { OPERATIONS } from './packages/core/src/operations/registry.ts';",
    "export { describeAccepted, defaultOf } from './packages/core/src/operations/parameter.ts';",
    "export { CAMERA_RAW_FIELDS } from './packages/core/src/formats/camera-raw/field-table.ts';",
    "export { createRecipeSchema, COMMON_PARAMETERS, MASK_PARAMETERS } from './packages/core/src/recipe/schema.ts';",
    "export { PRESET_GROUPS } from './packages/core/src/presets/groups.ts';",
  ]);
  const schema = core.createRecipeSchema();
  const validators = await compileValidators(root, schema);
  // Presets are checked by the validators just made, not by those on disk.
  const { parseRecipe } = await importTypeScript(root, ["export { parseRecipe } from './packages/core/src/recipe/parse-recipe.ts';"], {
    'validators.generated.js': validators,
  });
  const presets = readPresets(join(root, 'packages/core/src/presets'), core.PRESET_GROUPS, parseRecipe);
  return {
    'packages/core/schema/recipe.schema.json': `${JSON.stringify(schema, null, 2)}\n`,
    [VALIDATORS]: validators,
    'packages/core/src/presets/presets.generated.ts': printPresets(presets),
    'packages/panel/src/catalogue/catalogue.generated.ts': printPanelCatalogue(core),
    'docs/looks.md': printLooksPage(presets, core.PRESET_GROUPS),
    'docs/operations.md': printOperationsPage(core),
    'docs/migration-fields.md': printMigrationPage(core),
    ...renderPages(),
  };
}

function isStale([path, text]) {
  const file = join(root, path);
  return !existsSync(file) || readFileSync(file, 'utf8').replace(/\r\n/g, '\n') !== text;
}

const isCheck = process.argv.includes('--check');
const stale = Object.entries(await generateFiles()).filter(isStale);

if (isCheck) {
  for (const [path] of stale) console.error(`${path}: stale (run "npm run generate")`);
  process.exitCode = stale.length === 0 ? 0 : 1;
} else {
  for (const [path, text] of stale) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
    console.log(`wrote ${path}`);
  }
}
