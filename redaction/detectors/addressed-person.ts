import type { Detector } from '../detector.ts';
import { lazily } from '../text/lazily.ts';

/** Forms of address, without accents, as people write them before a name; those of the first row are words of a language besides. */
const AMBIGUOUS = 'm p fr hr sig don dona pan pani frau herr fru madame monsieur'.split(' ');
const FORMS = (
  'mr mrs ms mme mlle messrs mrs dhr mevr mevrouw meneer mw dr dra drs prof sr sra srta senor senora senorita senhor senhora signor signora signorina dott dottssa dottore dottoressa sigra ing avv ' +
  'panem pania pana panu pane herrn hrn maitre maître doña doutora doutor doctora doctor seu lic mlles avvocato avvocata ingegnere geometra geom mecenas mecenasa magister mgr mudr judr paní heer lek lekarz lekarza eng engº δρ врач врача врачу доктор доктора лікар лікаря лікарю пана тов domnului doamnei meester juf sayin sayın bay bayan господин госпожа госпоже господину г-н г-жа пан пані панові κ κα κος κυριος κυρια κυριε domnul doamna úr kisasszony bapak ibu'
).split(' ');
/** Without capitals: a word behind which a name of one or two words stands. */
const OWN_SCRIPT = ['السيدة', 'السيد', 'الآنسة', 'الدكتور', 'الدكتورة', 'श्रीमती', 'श्री', 'सुश्री', 'डॉ'];
const PARTICLE =
  "(?:(?:van|von|de|der|den|del|della|di|da|dos?|das|du|la|le|el|al|ter|ten|zu|bin|ibn|af|av) |d['’]|l['’]|O['’]|N['’])";
const NAME = `(?:\\p{Lu}\\. ?){0,2}${PARTICLE}{0,3}(?:['’]t )?\\p{Lu}[\\p{L}\\p{M}'’-]+`;
/** A second form of address (`Frau Dr.`, `dott.ssa`) may stand between. */
const BEHIND = lazily(
  () =>
    new RegExp(
      `\\.?(?:ssa|sse|ra)?\\.?[ \\t]{1,2}(?:(?:Dr|Prof|Dra|Ing|Mag|med|Dipl)\\.?[- ]{1,2}){0,3}(${NAME}(?: ${NAME}){0,2})`,
      'uy',
    ),
);
const BEHIND_IN_OWN_SCRIPT = lazily(
  () => /\.?[ \t]{1,2}([\p{Lo}\p{M}]{2,20}(?: (?!المحترم)[\p{Lo}\p{M}]{2,20}(?=[،,.:;\n]|$))?)(?![\p{Lo}\p{M}])/uy,
);
/** No names: `Frau Mitte vierzig`, `Herr der Ringe`; a second form of address alone. */
const NO_NAME =
  /^(?:Mitte|Anfang|Ende|Präsident|President|Director|Chair|Minister|Doktor|Doctor|Professor|Direktor|Speaker|Judge|The|And|Or|In|On|At|No|Sir|Madam|Kollege|Kollegin|Nachbar\p{L}*)\b/u;

/** Behind a name, as Turkish has them: `Sevgi Hanım`. */
const BEHIND_NAME = ['hanim', 'hanım', 'bey', 'abla', 'abi', 'teyze', 'amca'];
const NAME_BEFORE = lazily(() => /(?<![\p{L}\p{N}])(\p{Lu}\p{Ll}+(?: \p{Lu}\p{Ll}+)?)[ ]$/u);
const REACH = 40;

/** Somebody behind a form of address: `Sra. Bermejo`, `dhr. Traoré`, `Frau Dr. Vogt`. */
export const addressedPerson: Detector = {
  name: 'addressed-person',
  types: ['PERSON'],
  source:
    'Forms of address of the languages that redaction knows, as the interinstitutional style guide of the EU abbreviates them',
  triggers: { words: [...AMBIGUOUS, ...FORMS, ...OWN_SCRIPT, ...BEHIND_NAME] },
  examine(text, start, end, emit) {
    const title = text.slice(start, end);
    if (BEHIND_NAME.includes(title.toLowerCase())) {
      const named = /^\p{Lu}/u.test(title) ? NAME_BEFORE().exec(text.slice(Math.max(0, start - REACH), start)) : null;
      if (named !== null) emit(start - named[0].length, end, 'PERSON');
      return;
    }
    if (OWN_SCRIPT.includes(title)) {
      BEHIND_IN_OWN_SCRIPT().lastIndex = end;
      const own = BEHIND_IN_OWN_SCRIPT().exec(text);
      if (own !== null) emit(start, end + own[0].length, 'PERSON');
      return;
    }
    // PAN and ENG are other things.
    if (title === title.toUpperCase() && text[end] !== '.' && !/^(?:MR|MRS|MME|HERR|FRAU|SRA|SR)$/.test(title)) return;
    // One letter is a form of address with its full stop alone: `M. Girard`, `p. Traoré`.
    if (title.length === 1 && text[end] !== '.') return;
    // `sig` and `fr` are endings and abbreviations of other things where they are written in a code.
    if (/[\p{L}\p{N}_./-]/u.test(text[start - 1] ?? '')) return;
    const form = BEHIND();
    form.lastIndex = end;
    const match = form.exec(text);
    if (match === null || NO_NAME.test(match[1]!)) return;
    emit(start, end + match[0].length, 'PERSON');
  },
};
