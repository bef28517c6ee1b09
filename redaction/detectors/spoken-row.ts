import { Context } from '../context.ts';
import type { Detector } from '../detector.ts';
import { lazily } from '../text/lazily.ts';

/** Digits in the languages that redaction knows, from nought on; several words of one digit are parted by a bar. */
const DIGITS = [
  'zero one two three four five six seven eight nine',
  'null eins zwei|zwo drei vier fünf sechs sieben acht neun',
  'zéro un deux trois quatre cinq six sept huit neuf',
  'cero uno dos tres cuatro cinco seis siete ocho nueve',
  'zero uno due tre quattro cinque sei sette otto nove',
  'zero um|uma dois|duas três quatro cinco seis|meia sete oito nove',
  'nul een|één twee drie vier vijf zes zeven acht negen',
  'zero jeden dwa trzy cztery pięć sześć siedem osiem dziewięć',
  'nula jedna|jeden dva|dvě tři čtyři pět šest sedm osm devět',
  'nolla yksi kaksi kolme neljä viisi kuusi seitsemän kahdeksan yhdeksän',
  'sıfır bir iki üç dört beş altı yedi sekiz dokuz',
  'noll ett två tre fyra fem sex sju åtta nio',
  'nul en to tre fire fem seks syv otte ni',
  'zero unu doi trei patru cinci șase șapte opt nouă',
  'nulla egy kettő három négy öt hat hét nyolc kilenc',
  'ноль|нуль один|одна два|две|дві три четыре|чотири пять|п’ять шесть|шість семь|сім восемь|вісім девять|дев’ять',
  'μηδέν ένα δύο τρία τέσσερα πέντε έξι επτά|εφτά οκτώ|οχτώ εννέα|εννιά',
  'शून्य एक दो तीन चार पाँच|पांच छह|छः|छे सात आठ नौ',
  'صفر واحد اثنان|اثنين ثلاثة أربعة|اربعة خمسة ستة سبعة ثمانية تسعة',
  'אפס אחת|אחד שתיים|שתים שלוש ארבע חמש שש שבע שמונה תשע',
];
/** Teens, tens and hundreds, which numbers are read out in as often. */
const TENS =
  'oh ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred double triple zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn siebzehn achtzehn neunzehn zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig hundert ' +
  'dix onze douze treize quatorze quinze seize vingt trente quarante cinquante soixante cent diez once doce trece catorce quince veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa cien doble dieci undici dodici tredici quattordici quindici sedici diciassette diciotto diciannove venti trenta quaranta cinquanta sessanta settanta ottanta novanta cento doppio ' +
  'dez doze treze catorze quinze dezasseis dezesseis dezassete dezessete dezoito dezanove dezenove vinte trinta quarenta sessenta oitenta noventa tien twaalf dertien veertien vijftien zestien zeventien achttien negentien twintig dertig veertig vijftig zestig zeventig tachtig negentig honderd dubbel ' +
  'dziesięć jedenaście dwanaście trzynaście czternaście piętnaście szesnaście siedemnaście osiemnaście dziewiętnaście dwadzieścia trzydzieści czterdzieści pięćdziesiąt sześćdziesiąt siedemdziesiąt osiemdziesiąt dziewięćdziesiąt sto dwieście trzysta czterysta pięćset sześćset siedemset osiemset dziewięćset ' +
  'deset jedenáct dvanáct třináct čtrnáct patnáct šestnáct sedmnáct osmnáct devatenáct dvacet třicet čtyřicet padesát šedesát sedmdesát osmdesát devadesát set stě sta kymmenen sata on yirmi otuz kırk elli altmış yetmiş seksen doksan yüz tio tjugo trettio fyrtio femtio sextio sjuttio åttio nittio hundra ti tyve tredive fyrre halvtreds tres halvfjerds firs halvfems ' +
  'десять одиннадцать двенадцать тринадцать четырнадцать пятнадцать шестнадцать семнадцать восемнадцать девятнадцать двадцать тридцать сорок пятьдесят шестьдесят семьдесят восемьдесят девяносто сто двести триста четыреста пятьсот шестьсот семьсот восемьсот девятьсот одинадцять дванадцять тринадцять чотирнадцять п’ятнадцять шістнадцять сімнадцять вісімнадцять дев’ятнадцять двадцять тридцять п’ятдесят шістдесят сімдесят вісімдесят дев’яносто двісті чотириста п’ятсот шістсот сімсот вісімсот дев’ятсот ' +
  'δέκα έντεκα δώδεκα δεκατρία δεκατέσσερα δεκαπέντε δεκαέξι δεκαεπτά δεκαεφτά δεκαοκτώ δεκαοχτώ δεκαεννέα δεκαεννιά είκοσι τριάντα σαράντα πενήντα εξήντα εβδομήντα ογδόντα ενενήντα εκατό διακόσια τριακόσια τετρακόσια πεντακόσια εξακόσια εφτακόσια επτακόσια οκτακόσια εννιακόσια दस बीस तीस चालीस पचास عشرة عشرين ثلاثين أربعين خمسين ستين سبعين ثمانين تسعين مئة डबल';
/** Written as one word: `quarantuno`, `eenenveertig`, `settecentotrentanove`, `neljäviisi`. */
const COMPOUND = lazily(
  () =>
    /^(?:(?:(?:due|tre|quattro|cinque|sei|sette|otto|nove)?cento)?(?:venti?|trenta?|quaranta?|cinquanta?|sessanta?|settanta?|ottanta?|novanta?)?(?:uno|due|tre|tré|quattro|cinque|sei|sette|otto|nove)?|(?:een|één|twee|drie|vier|vijf|zes|zeven|acht|negen)(?:en|ën)(?:twintig|dertig|veertig|vijftig|zestig|zeventig|tachtig|negentig)|(?:ein|zwei|drei|vier|fünf|sechs|sieben|acht|neun)und(?:zwanzig|dreißig|vierzig|fünfzig|sechzig|siebzig|achtzig|neunzig)|(?:nolla|yksi|kaksi|kolme|neljä|viisi|kuusi|seitsemän|kahdeksan|yhdeksän){2,4}|(?:vingt|trente|quarante|cinquante|soixante)-(?:et-)?\p{L}+|quatre-vingts?(?:-\p{L}+){0,2}|soixante-dix(?:-\p{L}+)?|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)-\p{L}+)$/iu,
);
const JOINING = new Set(['e', 'y', 'et', 'i', 'und', 'and', 'och', 'og', 'en', 'και', 'és', 'și', 'و']);

const fold = (word: string): string => word.toLowerCase().replace(/['ʼ’]/g, '’');
const values = new Map<string, number>();
for (const row of DIGITS)
  for (const [digit, words] of row.split(' ').entries()) for (const word of words.split('|')) values.set(word, digit);
const TEN = -1;
for (const word of TENS.split(' ')) if (!values.has(word)) values.set(word, TEN);

/** A digit, or that it is more than one; undefined of what is no number. */
function numberOf(word: string): number | undefined {
  const folded = fold(word);
  const value = values.get(folded);
  if (value !== undefined) return value;
  return folded.length > 5 && COMPOUND().test(folded) ? TEN : undefined;
}

const NEXT = lazily(() => /[ ,.\u00a0-]{1,3}(\p{L}[\p{L}\p{M}'’ʼ]*(?:-\p{L}+){0,3}|\d{1,4}(?!\d))/uy);
const BEFORE = lazily(() => /(\p{L}[\p{L}\p{M}'’ʼ]*)[ ,.-]{1,3}$/u);
const FEWEST_WORDS = 5;
const FEWEST_DIGITS = 6;
const FEWEST_OF_CODE = 4;
const MOST_WORDS = 32;
const CODE = new Context(
  /(?:\bcode\b|\bpin\b|passw|passcode|kennwort|kombination|combination|contrase|\bclave\b|código|codigo|mot de passe|codice|senha|wachtwoord|hasł|\bkod|heslo|koodi|salasan|şifre|sifre|parola|пароль|код|пін|пин|κωδικ|पासवर्ड|कोड|पिन|رمز|كلمة|קוד|סיסמ)[^\n\d]{0,32}$/i,
  48,
);

/** Whether a number follows, before the words are read: `sei`, `en` and `on` are words of everyday. */
function goesOn(text: string, end: number): boolean {
  NEXT().lastIndex = end;
  const next = NEXT().exec(text);
  return next !== null && (/^\d/.test(next[1]!) || numberOf(next[1]!) !== undefined);
}

/** Of these a row is not begun with: they are words of everyday in other languages. */
const EVERYDAY = new Set('to on en ti set sei un um bir een één one six sex ten'.split(' '));

/** Numbers read out, as people say those of telephones: `nul zes eenenveertig tweeëntachtig`, `sıfır beş yüz otuz iki`. */
export const spokenRow: Detector = {
  name: 'spoken-row',
  types: ['PHONE', 'PASSWORD'],
  source: 'Numerals of the languages that redaction knows, as CLDR spells them out',
  triggers: { words: [...values.keys()].filter((word) => word.length > 1 && !EVERYDAY.has(word)) },
  examine(text, start, end, emit) {
    if (!goesOn(text, end)) return;
    const before = BEFORE().exec(text.slice(Math.max(0, start - 24), start))?.[1];
    if (before !== undefined && numberOf(before) !== undefined) return;
    let words = 0;
    let digits = 0;
    let to = end;
    let last = TEN;
    let ascending = true;
    let word = text.slice(start, end);
    for (let at = end; words < MOST_WORDS; ) {
      const value = /^\d/.test(word) ? TEN : numberOf(word);
      if (value !== undefined) {
        if (words > 0 && value !== last + 1) ascending = false;
        words++;
        digits += value === TEN ? 2 : 1;
        last = value;
        to = at;
      } else if (!JOINING.has(word.toLowerCase())) break;
      NEXT().lastIndex = at;
      const next = NEXT().exec(text);
      if (next === null) break;
      word = next[1]!;
      at = NEXT().lastIndex;
    }
    if (ascending) return;
    if (words >= FEWEST_WORDS && digits >= FEWEST_DIGITS) emit(start, to, 'PHONE');
    else if (words >= FEWEST_OF_CODE && CODE.precedes(text, start)) emit(start, to, 'PASSWORD');
  },
};
