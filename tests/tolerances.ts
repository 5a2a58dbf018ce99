import { TOLERANCES_OF_PAGES } from './tolerances-of-pages.js';

/** With what it joins, the only place where a tolerance of a test is a number. Each has its reason beside it. */
export const TOLERANCES = {
  color: {
    /** Float64 rounding of a handful of operations on values of order 1. */
    rounding: 1e-14,
    /** Two float64 evaluations of one root, relative: a rounding each, and one of the quotient. */
    root: 5e-16,
    /** The printed join of sRGB (0.04045) is rounded; the two rules differ by less than this between the joins. */
    transferJoin: 3e-8,
    /** One step across the join changes the value by slope times step, 13e-9; a jump would show beside it. */
    transferContinuity: 2e-8,
    /** culori stores its matrices with 16 digits and each composes them in another order. */
    culori: 1e-12,
    /** As `culori`, times the 116 to 500 of CIELAB, over the steepest part of its curve. */
    culoriLab: 1e-9,
    /** scikit-image uses six-digit BT.709 matrices and the white (0.95047, 1, 1.08883): 3e-5 of each, times 500. */
    scikitImageLab: 0.03,
    /** Two float64 evaluations of one formula; square roots of small differences lose half the digits. */
    ciede2000: 1e-9,
    /** A hue turned by 1e-9 rad moves the difference by about 1e-7; the wrong branch moves it by more than 1. */
    ciede2000OppositeHue: 1e-6,
    /** Sharma's table has four decimals. */
    ciede2000Published: 5e-5,
    /** Ottosson's table has three decimals, and his matrices imply a white 3e-4 from (0.3127, 0.3290). */
    oklabPublished: 1e-3,
    /** White in Oklab, the accuracy promised to greys. */
    oklabWhite: 1e-7,
    /** Published matrices are typed in with ten decimals. */
    publishedMatrix: 1e-10,
    /** The CIE formula fits x_D and y_D; the illuminants tabulated from spectra lie up to 1.3e-4 off in y. */
    daylightPublished: 1.5e-4,
    /** Robertson's table has five digits of u and v, about 1e-5 in x and y, and illuminant A is 2855.5 K. */
    tungstenPublished: 1e-4,
    /** Krystek's fit is within 1.2e-4 of Robertson's table from 2000 K to 12000 K, the table itself within 5e-6. */
    planckianUv: 1.3e-4,
    /** Chromaticity over a relative step of 2e-12 in temperature, which moves it by under 1e-12; a jump would show. */
    locusContinuity: 1e-11,
    /**
     * CIE 1960 distance per quarter mired. The locus itself moves by 8e-5 to 1e-4; a tint of 150 inside or outside of
     * its bend makes that 5e-5 to 1.5e-4. Near zero would be a fold, far more a jump.
     */
    locusStepMinimum: 2e-5,
    locusStepMaximum: 2.5e-4,
    /** Temperature and tint after a round trip: bisection to float64, amplified by the bend of extreme tints. */
    temperatureRoundTripMired: 1e-10,
    tintRoundTrip: 1e-8,
    /** SciPy evaluates the same interpolant in another form. */
    monotoneCubic: 1e-13,
  },
  compare: {
    /** dB: float64 sums of a thousand terms in another order. */
    psnr: 1e-10,
    /** scikit-image filters in two passes with a kernel normalised before cropping; float64 throughout. */
    ssim: 1e-10,
    /** scikit-image's Lab differs by `color.scikitImageLab`; near black CIEDE2000 passes it on undamped. */
    ciede2000Pixel: 0.02,
    /** The same averaged over the pixels. */
    ciede2000Mean: 5e-3,
  },
  host: {
    /** Coverage is float32 of values up to 1, after one product. */
    coverage: 1e-7,
    /** The published value has seven digits, the pixel is float32. */
    linearHalf: 1e-7,
  },
  raster: {
    /** Area averages are float32 of values up to 1: half a unit in the last place, and a little for the reference's own. */
    areaAverage: 1e-6,
    /** Three box passes against a true Gaussian; their largest difference on a step edge is about 1 % of its height. */
    featherAgainstGaussian: 0.015,
    /** A display conversion in float32, against a float64 library with matrices rounded to its own digits. */
    encodingFloat: 2e-5,
    /** Two float32 roundings, stretched by the slope 12.92 of the curve near black. */
    encodingRoundTrip: 3e-6,
    /** The table's promise: the rounding of float32. */
    encodeTable: 1e-7,
  },
  analyse: {
    /** A percentile is interpolated inside its bin of 1/1024. */
    percentile: 1 / 1024,
    /** The share of counts within one bin of the threshold, for the densest bins of the golden sample. */
    fraction: 0.005,
    /** Sums in float64 over float32 data. */
    mean: 1e-6,
    /** Degrees; half of what the best single estimator finds (6), above the 2.6 measured on snapshots the fit never saw. */
    falseCastDegrees: 3.5,
    /** The claim of the test's name; 0.41 to 0.45 measured. */
    lampCastLeftFraction: 0.5,
    /** Of a need 0..1: the copy is averaged to 64 x 64 places from another size. */
    needBySize: 0.03,
    /** Of a need 0..1, from one of 400 steps to the next: a level horizon that sinks through a row of places brightens a thirtieth of the border, and the need by a third. */
    needStep: 0.15,
    /** One-ink pictures have no spread of colour but rounding's. */
    tonedConfidence: 0.05,
  },
  transforms: {
    /** The ridge of 1e-6 pulls nodes that no pixel touches towards 0, over at most a few steps of smoothness 0.02. */
    gridRidge: 1e-3,
    /** A few float32 roundings of values up to 2. */
    float32: 5e-7,
    /** `sampleCurve`'s promise at its default density, for curves that bend no more than those tested. */
    sampledCurve: 1e-5,
    /** The chain rounds to float32 between its seven transforms; cubes and the slope 12.92 near black stretch that. */
    sampledNodes: 2e-5,
    /** `COMPOSED_CURVE_ERROR`, relative to max(1, |output|), and the rounding of the comparison. */
    composedCurve: 3e-7,
    /** OpenColorIO works in float32 and in another order. */
    openColorIo: 5e-7,
  },
  fuse: {
    /** The promise of `fuseSteps`; composed curves err by 2.5e-7 and later steps may amplify that eightyfold. */
    plan: 2e-5,
  },
  bake: {
    /** 8-bit levels: float32 rounding of an affine map at nodes and between them. */
    affineLevels: 1e-3,
    /** Halving the cell quarters the error of a smooth function; kinks keep it from being exact. */
    sizeRatio: [3, 5],
    /** Relative: colours are float32 after the LUT, and the difference of two of them keeps five digits. */
    ciede2000: 1e-4,
    /** Share of colours in an eighth of the cube, against 1/8: 20,000 Halton points are this even, random ones are not. */
    evenness: 1e-3,
  },
  formats: {
    /** Degrees of Oklab hue: half a step of 0.1 on the colour wheel, where hue turns fastest 2.5 times as fast. */
    tintHueDegrees: 0.15,
    /** Six decimals, half a unit of the last. */
    sixDecimals: 5.1e-7,
    /** Half floats, relative: half a unit of the eleventh bit. */
    halfFloat: 2 ** -11,
    /** FFmpeg interpolates a Hald picture in float32 and cuts to whole 16-bit levels. */
    ffmpegHaldLevels16: 1.01,
    /** ImageMagick reads cells trilinearly. Over a cell of 1/15 the two differ by at most |f_xy| / 4 / 225 of the look's mixed terms of 0.4. */
    imageMagickHaldLevels16: 80,
    /** OpenColorIO holds tables in float32. */
    openColorIo3dl: 3e-7,
    /** FFmpeg divides by 4096 where the files mean 4095, which is undone, and cuts to whole 16-bit levels. */
    ffmpeg3dlLevels16: 1.1,
    /** FFmpeg solves splines in float32 with inputs cut to whole 16-bit levels, twice where a composite follows. */
    ffmpegCurvesLevels16: 8,
    /** LittleCMS interpolates in whole 16-bit levels, the nodes are whole ones too, and the curve behind them doubles both: 4 of 65535. */
    littleCmsLevels: 4.1 / 257,
    /** Half a 16-bit level of nodes stored at half scale, one at the ends, which are rounded outward. */
    deviceLinkNode: 2.1 / 65535,
    /** 8-bit levels: what is promised of an imported curve; of one that overshoots beyond the ends of the scale. */
    acvImportLevels: 0.03,
    acvClippedImportLevels: 0.5,
  },
  psd: {
    /** Half a level by rounding points, and the spline's own way between them. */
    curveLevels: 1,
    /** ImageMagick holds opacity and mask as one alpha and rounds after each of three layers, as our model does on its own. */
    imageMagickLevels: 2,
  },
  apply: {
    /** The contract of every implementation at integer depths: one 8-bit level, here in levels. */
    levels8: 1,
    /** The same at 16 bits, 65535 / 255 of its levels. */
    levels16: 257,
    /** What our own 16-bit ways are held to: float32 rounding of values up to 4, and half a level where two roundings part. */
    ownLevels16: 2,
    /** Baked chains err as their LUT does: 33 nodes, smooth colour functions, clipping after interpolation. */
    bakedLevels8: 8,
    bakedMeanLevels8: 0.5,
    /** 8-bit levels: float32 rounding of three values in 0..1, and the chords of a curve's own 4096 cells or more. */
    floatLevels8: 1e-4,
    /** Linear reading between 1024 nodes an octave: h^2 / 8 |f''| x^2 / f with an exponent of 2.4. */
    powerTableRelative: 5e-7,
    /** In the one cell with the corner of the sRGB curve: a quarter of a cell, 2^-12, times the 1.7 % its slope jumps. */
    powerTableJoinRelative: 5e-6,
  },
  files: {
    /** 8-bit levels between two 8-bit conversions that round at different places. */
    littleCms8Levels: 2,
    /** 8-bit levels LittleCMS is off for equal profiles, whose curves it samples. */
    littleCms8Rounding: 1,
    /** 8-bit levels at the edge of sRGB: the rounding of a Display P3 triple moves its dark channels by up to three. */
    gamutEdgeLevels: 3,
    /** 8-bit levels of a smooth picture after JPEG, WebP or AVIF at the default quality; WebP always halves the colour's resolution. */
    lossyLevels: 12,
    /** libvips divides by alpha with truncation. */
    premultipliedLevels: 1,
    /** 8-bit level the red of printed red reaches at least, and its green and blue stay as far below white. */
    cmykRedMinimum: 200,
  },
  images: {
    /** A rounding that falls differently on another engine, in a few pixels; anything a person could see is far more. */
    meanDelta: 0.05,
    /** One 8-bit level in a dark colour. */
    maximumDelta: 2,
  },
  spaces: {
    /** Mean CIEDE2000: the product's claim for one photo in two spaces. */
    meanDelta: 1,
    /** The same for operations that do not depend on the space: float32 through the conversion and back. */
    exactDelta: 0.01,
    /** Encoded to linear and back in float32, stretched by the slope 12.92 of the curve near black. */
    roundTrip: 4e-6,
  },
  laws: {
    /** Two float32 roundings of values of order 1; scaled by the largest value. */
    float: 2e-7,
    /** Greys through Oklab: one rounding to float32 may fall differently in the three channels. */
    grey: 2e-7,
    /** Both readings of a sampled curve are float32. */
    monotone: 2e-7,
    /** There and back through float32, times a gain of up to 4. */
    inverse: 1e-6,
    /** Through Oklab a rounding to float32 is cubed (3), mixed by up to 4.1, stretched near black (12.92) and by the gain (4). Of colours that stay in the gamut. */
    inverseOfRoots: 4e-5,
    /** A root is read from a table: in the first of its 16384 cells a unit it is a chord, half an 8-bit level off at most. */
    inverseOfTable: 2e-3,
    /** Besides half a step of the integer: float32 times the steepest curve an operation may have. */
    quantisation: 1e-5,
  },
  tone: {
    /** Slope of the curve on greys between neighbours of 1024: the steps of a gradient never vanish. 0.25 at the flattest corner. */
    slopeMinimum: 0.2,
    /** Beyond white: rounding to float32 of a table and of its reading. */
    white: 3e-7,
    /** Oklab hue in degrees at twice the chroma of a table's error of half a level: a colour scaled as encoded is nearly one scaled as light. */
    hueDegrees: 4,
    /** 8-bit levels of luma by which a brighter version of a colour may be darker: blue alone, at corners of all four settings. */
    rayLevels: 3,
    /** Factor on the distance of channels a level or two above black: shadows and blacks at +1 together make 2.2. */
    noiseGain: 2.5,
  },
  vibrance: {
    /** One 8-bit level: the edge of the gamut is bent, and the table straight between its nodes. */
    gamut: 1 / 255,
    /** Half an 8-bit level between nodes, at a chroma of a twentieth and less. */
    hueDegrees: 2,
    /** The same, in Oklab's own unit. */
    lightness: 2e-3,
    chroma: 2e-3,
  },
  walk: {
    /** 8-bit levels in the mean over the picture: the law of the plan walk. */
    meanLevels: 1,
  },
  operations: {
    /** A table of 1440 chords there and one back, and eight steps of the integration, stretched where hues part. */
    hueFlowDegrees: 0.1,
    /** Linear light: what counts as inside sRGB is 0.0077 of the grey's, so that the dent beside blue is no edge. */
    outsideGamut: 0.008,
    /** 2 levels from grey: every strong setting at once may move it by as much again, and two levels in lightness. */
    nearGreyLevels: 4,
    /** The ramp itself climbs 0.45 levels a step; the strongest gain is 2, a bend at the edge doubles it again. */
    rampStepLevels: 2,
    /** The middle of the cube of 33 is a node: float32 alone, and culori's matrices of ten digits. */
    tintLightness: 1e-5,
  },
  looks: {
    /** Mean CIEDE2000 over the finished photos; two pictures this far apart are told apart side by side. */
    apartDelta: 2,
  },
  csrnet: {
    /** The product's claim: float32 once or twice against float64. */
    equivalence: 1e-6,
    /** PyTorch adds 4,096 float32 values of order 1, in float32. */
    recordedMoment: 3e-6,
    /** Of encoded 0..1, on average: an eye does not see it on a page, a wall, snow or a night; what was meant to be there stays. */
    plainPhoto: 0.02,
    /** The same, and what a style does to white, black and a hue on purpose: `warm` takes 0.03 from white, `soft` adds 0.035 to black. */
    plainPhotoInStyle: 0.06,
  },
  golden: {
    /** One rounding to float32 of the picture, of the grid and of the result, values up to 2. */
    grid: 4e-7,
    /** ImageMagick Q16 rounds its input, within half a step, and its output. */
    imageMagick: 1 / 65535,
    /** The same in linear light, whose rounding the curve magnifies 12.92 times near black, after a gain of up to 2. */
    imageMagickLinear: 14 / 65535,
    /** ImageMagick weighs 0.298839, 0.586811, 0.114350 where the paper has 0.299, 0.587, 0.114. */
    imageMagickLuma: 4e-4,
    /** Pillow rounds its grey to 8 bit and cuts its result down to a whole level: one level, and a part of the grey's half. */
    pillow: 1.2 / 255,
    /** Both are float64 until the last rounding to float32. */
    float: 1e-7,
    /** A cubic read from 4096 chords: (1/4096)^2 / 8 times its second derivative. */
    table: 1e-6,
    /** A 65^3 table under tetrahedral interpolation: chords of 1/64, (1/64)^2 / 8 times the curve's second derivative of about 5. */
    hueLut: 2e-4,
    /** The printed sRGB matrix has four digits, 5e-5 of its entries, and its rows do not add up to (0.3127, 0.3290) exactly. */
    adaptation: 3e-4,
    /** culori's matrices are printed with ten digits; colours out of the gamut are near the cube root's steep start. */
    oklab: 5e-6,
    /** The edge of the gamut is found to a chroma of 2e-6, and the darkest colours are on the steepest part of the curve. */
    colorOperations: 3e-4,
    /** A colour map of 33 nodes an edge, between them: two thirds of an 8-bit level at most on these colours. */
    colorMapBetweenNodes: 3e-3,
  },
  cli: {
    /** dB by which one value in 25, clipped to less than the common difference, raises the PSNR at most. */
    clippedDecibels: 0.3,
    /** Mean CIEDE2000 of a look baked to 65 nodes, stored as half floats, and rounded to 8 bit twice. */
    bakedCiede2000: 0.5,
  },
  kernels: {
    /** The promise to users, in 8-bit levels. */
    levels8: 1,
    /** In 16-bit levels: float32 sums of values up to 2, and fractions of 1/65536 of a cell between nodes that are unrelated. */
    levels16: 8,
    /** Share of 8-bit samples that may be off by one: tables step by up to half a level. A loop that does not round is off in half. */
    unequalFraction8: 0.15,
    /** Float32 sums of 64 products of order 1, twice. */
    network: 1e-5,
  },
  describe: {
    /** Stops: the median of nine greys against the middle one; a cast moves luminance a little differently in each. */
    exposureEv: 0.05,
    /** Eight hues stand for all, and a matrix in RGB stretches hues unequally. */
    saturation: 0.06,
  },
  sliders: {
    /** CIEDE2000: half a step of each of five sliders, together. */
    recovered: 0.15,
    /** A step of 10 K is 0.4 mired at 5000 K; pruning may leave a tint or a temperature of no visible effect at its default. */
    mired: 1.2,
    tint: 1.2,
    /** A step is 0.01; exposure and contrast share the brightness of the middle. */
    exposureEv: 0.03,
    gain: 0.03,
    /** CIEDE2000, mean: culori's white of Lab has other digits, as in `color.culoriLab`. */
    culoriError: 1e-3,
  },
  models: {
    /** Half a unit in the last place of float32, relative: PyTorch's doubles are rounded once. */
    float32Rounding: 2 ** -24,
    /** Sums of up to 288 float32 products in another order; measured 1.2e-7. */
    pytorch: 1e-5,
  },
  batch: {
    /** All processes of two jobs: V8's heaps grow for some thousand photos, and 10,000 settled at 255 MB. A leak of 58 kB a photo makes 320. */
    memoryBytes: 280e6,
  },
  preference: {
    /** One minus the cosine between the mean of 200 photos and their taste: spread 0.5 in seven directions, over 200, is 0.005 halved by the length of the mean. */
    tasteOfMany: 0.02,
    /** Descent ends with steps of a thousandth of the gradient, which is of order 1. */
    tripletLoss: 1e-3,
    /** A correlation and a variance from 80 tastes each, in 24 dimensions; and means are brought back to length 1, which the formula does not know. */
    reliability: 0.04,
  },
  inference: {
    /** Slopes and offsets of a grid: float32 in PyTorch against float64 here, through four runs of a model and a least-squares fit. */
    exposureGrid: 2e-4,
    /** Of 0..1: half an 8-bit level of rounding, and what the grid differs by. */
    exposureResult: 0.6 / 255,
    /** Noise of encoded values: sums of 128 responses, in single precision on one side. */
    noise: 1e-6,
    /** The mean absolute error stated in models/cards/cudi.md is about 0.01 over many photos; no sample misses by more than this. */
    exposureMean: 0.03,
    /** Share of the lift that is left beside an edge of 170 levels; maps enlarged without regard to edges leave a fifth. */
    liftKeptAtEdge: 0.75,
    /** 8-bit levels between the light side of that edge and far from it; without regard to edges more than 30. */
    haloLevels: 24,
    /** dB between a full-size rendering and the same grid evaluated at every pixel: the product's claim. Rounding to 8 bit alone is at 59. */
    fullSizePsnr: 40,
    /** dB between a plan made and used at half size, and one made and used at full size and then reduced. */
    previewPsnr: 40,
    /** Single precision through a dozen layers, summed in another order by PyTorch and by each runtime. */
    modulation: 1e-4,
    /** The same for a few operators on values of order 1. */
    directGraph: 2e-6,
    /**
     * A photo by 1024 of its tiles against the published network that sees all of it, in 8-bit levels: the least PSNR of a photo, the mean
     * error of one, and how much less it is than that of a copy of 500 pixels. Three photos measured 44.7 to 58.7 dB and 0.1 to 0.9
     * levels, where the copy has 4.2 to 8.1.
     */
    tiles: { psnr: 42.5, levels: 1.6, betterThanCopy: 4 },
    /** A folded map in float64 against its graph in single precision, on values of order 1. */
    colorMap: 2e-5,
    /** The copy is averaged twice, to the analysis size and to the model's: cells whose borders do not meet share a pixel. */
    copyTwice: 0.004,
    /** Two sides, seven digits each: sums of 4,096 values. */
    statistics: 1e-6,
    /** Node and Chromium run the same WebAssembly; their JavaScript differs in the last digits of single functions. */
    engines: 1e-5,
    /** Means of 0..1, of the same colours in sRGB and in Display P3: half a level of 8 bit from rounding, less over many pixels. */
    embeddedSpaces: 0.002,
    /** CIEDE2000 that a fitted map and grid miss of what a network of chance painted, against the whole change: it draws seams along edges, which no smooth grid follows. */
    fittedShare: 0.25,
    /** One map, of a photo in sRGB and of the same colours in Display P3; rounding to 8 bit on both ways and two LUTs. */
    displayP3Ciede2000: 1,
  },
  series: {
    /** Variance of mean CIELAB of photos made alike: a sixth of one unit each way, from a memory of 32 pixels a side and results in 8 bit. */
    alikeVariance: 0.1,
    /** CIEDE2000: bursts are no farther from the good photo than frames on their own, to a quarter of what an eye can see. */
    errorKept: 0.1,
  },
  worker: {
    /** 8-bit levels between engines of pages, which use kernels, and the core's own loops in Node: what kernels promise. */
    levels: 1,
  },
  ...TOLERANCES_OF_PAGES,
} as const;
