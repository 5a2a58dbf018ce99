/** The line above the footer, and short messages. */
export const status = {
  previewOnly: 'Preview only, layer unchanged',
  previewOnlyFile: 'Preview only, file unchanged',
  appliedAbove: 'Applied as a layer above',
  appliedSeparate: 'Applied as a file of its own',
  changed: 'Changed since applied',
  applying: 'Applying',
  applyingSize: '{percent}, {done} of {all} MP',
  untouched: 'Cancel leaves the document as it was.',
  manySteps: 'Several steps in the history, Revert takes one click',
  cancelled: 'Cancelled. Nothing was changed.',
  copied: 'Copied',
  pasted: 'Pasted',
  saved: 'Saved',
  reverted: 'Reverted',
  noGreyThere: 'Nothing there could be grey',
  nothingToPaste: 'There is no look on the clipboard',
} as const;
