// Which photos the look is measured on.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Photos of models/recipe/photos.csv that want light, by the look of them: backlit by daylight, or under-exposed as a whole. Stages, nights
 * and low-key photos are as dark and do not.
 */
const WANTING_LIGHT = [
  'xubuntu-community-artwork__Untitled_by_Luna_Reichmann.jpg',
  'kphotoalbum__grand_canyon_2.jpg',
  'kphotoalbum__grand_canyon_3.jpg',
  'kphotoalbum__pool_2.jpg',
  'metadata-extractor-images__Canon_EOS_20D_3_.jpg',
  'metadata-extractor-images__Canon_PowerShot_S400.jpg',
  'metadata-extractor-images__Panasonic_NV-GX7.jpg',
  'plasma-workspace-wallpapers__2560x1600_0.jpg',
];
/** Of the same list: dark or high in contrast, and meant so. */
const MEANT_DARK = [
  'artwork__circumpolar-trails-sunset.jpg',
  'artwork__sebkha-d-oran.jpg',
  'enlightenment-data__Peaks_4.jpg',
  'gcompris-qt-data__details__TowerBridgeLondon_background.jpg',
  'gcompris-qt-data__erase__swans.jpg',
  'gcompris-qt-data__explore_world_music__ireland.jpg',
  'gcompris-qt-data__explore_world_music__italy.jpg',
  'gnome-control-center-data__guitar2.jpg',
  'kphotoalbum__anne_helene.jpg',
  'kphotoalbum__bar55.jpg',
  'kphotoalbum__cold_water.jpg',
  'metadata-extractor-images__Canon_PowerShot_S230.jpg',
  'metadata-extractor-images__FujiFilm_FinePixS5500.jpg',
  'metadata-extractor-images__Kodak_PIXPRO_FZ201.jpg',
  'wallpapers__Mr._Lee.jpg',
  'wallpapers__Sunset_by_the_Pier.jpg',
  'wallpapers__ahmadreza-sajadi-10140-edit.jpg',
];

/** The photos in the repository, which every clone can be measured on. */
export function repositorySets(root) {
  const list = (folder) => readdirSync(join(root, folder)).filter((name) => name.endsWith('.jpg')).sort().map((name) => join(root, folder, name));
  return [
    { name: 'samples', paths: list('samples') },
    { name: 'good photos', paths: list('tests/photos/good'), isGood: true },
  ];
}

/** The photos of models/recipe/photos.csv, in a folder of them. */
export function trainingSets(root, folder) {
  const rows = readFileSync(join(root, 'models/recipe/photos.csv'), 'utf8').trim().split('\n').map(parseRow);
  const [names, ...photos] = rows;
  const column = (name) => names.indexOf(name);
  const heldOut = photos.filter((row) => row[column('split')] === 'held-out' && row[column('tier')] !== 'A3' && row[column('black_and_white')] === '0');
  const good = heldOut.map((row) => row[column('file')]).filter((file) => !WANTING_LIGHT.includes(file) && !MEANT_DARK.includes(file));
  const pathsOf = (files) => files.map((file) => join(folder, file));
  return [
    { name: 'wanting light', paths: pathsOf(WANTING_LIGHT) },
    { name: 'meant dark', paths: pathsOf(MEANT_DARK) },
    { name: 'held-out good photos', paths: pathsOf(good), isGood: true },
  ];
}

/** A line of CSV whose quoted fields hold no quotes. */
function parseRow(line) {
  return [...line.matchAll(/(?:^|,)(?:"([^"]*)"|([^,]*))/g)].map(([, quoted, plain]) => quoted ?? plain);
}
