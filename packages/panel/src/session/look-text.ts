import { editOfRecipeText } from './edit-of-recipe.js';
import { recipeOfEdit } from './recipe-of-edit.js';
import type { Session } from './session.js';

/** What takes text away and brings it back. */
export interface Clipboard {
  copyText(text: string): Promise<boolean>;
  readText(): Promise<string | undefined>;
}

/** Puts the present edit on the clipboard, as a recipe that any other program can read. */
export async function copyLook(session: Session, clipboard: Clipboard): Promise<void> {
  if (await clipboard.copyText(JSON.stringify(recipeOfEdit(session.state.edit), null, 2))) session.say('copied');
}

/** Takes an edit from the clipboard. A text that is no recipe changes nothing, and is told. */
export async function pasteLook(session: Session, clipboard: Clipboard): Promise<void> {
  const text = await clipboard.readText();
  const pasted = text === undefined ? undefined : editOfRecipeText(text);
  if (pasted === undefined) return session.say('nothing-to-paste');
  // The mask belongs to the photo it was painted on.
  session.change(({ brush }) => ({ ...withoutBrush(pasted), ...(brush === undefined ? {} : { brush }) }));
  session.say('pasted');
}

function withoutBrush<T extends { readonly brush?: unknown }>({ brush: _brush, ...edit }: T): Omit<T, 'brush'> {
  return edit;
}
