export const tabs = {
  looks: 'Looks',
  adjust: 'Adjust',
  brush: 'Brush',
  style: 'Style',
  recipe: 'Recipe',
} as const;
