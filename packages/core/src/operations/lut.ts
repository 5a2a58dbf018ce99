import { defineOperation } from './operation.js';

interface LutParameters {
  asset?: string;
}

export const lut = defineOperation<LutParameters>({
  name: 'lut',
  title: 'LUT',
  summary: 'Looks every colour up in a table embedded in the preset.',
  definition: "I' = LUT(I), tetrahedral interpolation, in the colour space the LUT declares",
  source: 'Kasson et al., J. Electronic Imaging 4(3), 1995 (tetrahedral interpolation)',
  parameters: {
    asset: { kind: 'asset', description: "Key of the LUT in the preset's assets.", assetType: 'lut' },
  },
  mainParameter: 'asset',
  produces: ['matrix', 'curve', 'lut3d'],
  laws: { keepsGrey: () => false },
  resolve({ asset }, context) {
    return { transforms: asset === undefined ? [] : context.lut(asset) };
  },
});
