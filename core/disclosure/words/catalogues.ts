import type { Language } from '../../../api/languages.ts';
import { de } from './de.ts';
import { type Catalogue, en } from './en.ts';
import { es } from './es.ts';
import { fr } from './fr.ts';

/** Complete by type: a language without one of the words does not compile. */
export const CATALOGUES: Readonly<Record<Language, Catalogue>> = { en, de, fr, es };
