// docs/migration-fields.md: the table of Camera Raw's fields, from the table the importer works by.

const INTRODUCTION = `# Look migration, field by field

What each setting of a preset for Camera Raw or Lightroom becomes; [migration.md](migration.md) says how to read it. *Near* is how
near the result comes: good ones are called \`mapped\` in a report, fair and poor ones \`approximated\`, none \`dropped\`.
\`<Band>\` is Red, Orange, Yellow, Green, Aqua, Blue, Purple or Magenta, and \`*\` any ending.
`;

const BAND = /(Red|Orange|Yellow|Green|Aqua|Blue|Purple|Magenta)$/;

export function printMigrationPage({ CAMERA_RAW_FIELDS }) {
  const sections = [...new Set(CAMERA_RAW_FIELDS.map(({ section }) => section))];
  const parts = sections.map((section) => {
    const rows = CAMERA_RAW_FIELDS.filter((field) => field.section === section).map(describeRow);
    return [`## ${section}`, ['| field | range | becomes | near | why |', '|---|---|---|---|---|', ...new Set(rows)].join('\n')].join('\n\n');
  });
  return `${[INTRODUCTION.trimEnd(), ...parts].join('\n\n')}\n`;
}

/** Rows that differ by their band alone come out the same, and are printed once. */
function describeRow({ names, rule, becomes, quality, why }) {
  const isBand = names.length === 1 && /^(?:HueAdjustment|SaturationAdjustment|LuminanceAdjustment|GrayMixer)/.test(names[0]);
  const band = isBand ? BAND.exec(names[0])[1] : '';
  const shownNames = isBand ? [names[0].replace(BAND, '<Band>')] : names;
  const target = isBand ? becomes.replace(band.toLowerCase(), 'band') : becomes;
  const range = 'range' in rule ? `${rule.range[0]} to ${rule.range[1]}` : rule.kind === 'points' ? 'points, 0 to 255' : '';
  return `| ${shownNames.map((name) => `\`${name}\``).join(', ')} | ${range} | ${target} | ${rule.kind === 'about' ? '' : quality} | ${why} |`;
}
