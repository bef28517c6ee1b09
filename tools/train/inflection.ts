/**
 * Endings that names take in the cases of a language, as tables of rules: `what a name ends with > what stands in its place`, the first that
 * fits. An ending is a regular expression; `-` is nothing. Own lists, after the usual tables of declension. Not every form of every name is
 * right: a form that nobody writes finds nothing.
 */
export type Kind = 'first' | 'last' | 'city';
type Rules = Readonly<Record<Kind, string>>;

const CS_A =
  'ka > ky ce ku kou ko kovi; cha > chy še chu chou cho; ha > hy ze hu hou ho; ga > gy ze gu gou go; ra > ry ře ru rou ro rovi; [iy]e > ii ií; [iy]a > ii iu ií; a > y ě e u ou o ovi; ';
const CS_HARD =
  'ek > ka kovi ku kem kův kova kovu; ec > ce covi ci cem; el > la lovi le lem ela elovi eli elem; (?<=[šžčřcjďťň]) > e ovi i em ův ova; (?<=[^aeiouyáéíóúůýě]) > a ovi e u em y ův ova ovu; ';
const PL_A =
  'ka > ki ce kę ką ko; ga > gi dze gę gą go; cha > chy sze chę chą cho; ra > ry rze rę rą ro; ta > ty cie tę tą to; da > dy dzie dę dą do; ła > ły le łę łą ło; ' +
  'ia > ii i ię ią io iu; (?<=[lj])a > i ę ą o u; ja > i ję ją jo; a > y ie ę ą o; ';
const PL_HARD =
  'ek > ka kowi kiem ku; ec > ca cowi cem cu; eł > ła łowi łem le; ń > nia niowi niem niu; ś > sia siowi siem siu; ć > cia ciowi ciem ciu; r > ra rowi rem rze; t > ta towi tem cie; d > da dowi dem dzie; ' +
  'ł > ła łowi łem le; (?<=[kg]) > a owi iem u; (?<=[czżljx]) > a owi em u; (?<=[^aeiouyąęó]) > a owi em ie u; ';
const RU_A =
  '(?<=[гкхжшчщ])а > и е у ой; ья > ьи ье ью ьей; ия > ии ию ией; я > и е ю ей; (?<=ц)а > ы е у ей; а > ы е у ой; ';
const RU_HARD =
  'ий > ия ию ием ии; й > я ю ем е; ёк > ька ьку ьком ьке; ел > ла лу лом ле ела елу елом еле; ь > я ю ем е; (?<=[жшчщц]) > а у ем е; (?<=[бвгдзклмнпрстфх]) > а у ом е; ';
const UK_A =
  'ка > ки ці ку кою ко; га > ги зі гу гою го; ха > хи сі ху хою хо; ія > ії ію ією іє; я > і ю ею є; а > и і у ою о; ';
const UK_HARD =
  'ій > ія ію ієм ієві; й > я ю єм єві; ь > я ю ем еві; о > а у ом ові е; (?<=[жшчщ]) > а у ем еві е; (?<=[бвгґдзклмнпрстфхц]) > а у ом ові е і; ';
const HU = 'nak nek t hoz hez től tól ról ről nál nél ék ért';
const HU_NAMES =
  `a > át ${HU.split(' ')
    .map((ending) => `á${ending}`)
    .join(' ')} ával áé; e > ét ${HU.split(' ')
    .map((ending) => `é${ending}`)
    .join(' ')} ével; ` +
  `(?<=[iouöüóőúűíé]) > ${HU} val vel; zs > zsnak zsnek zst zstól zshoz zsék zzsal zzsel; sz > sznak sznek szt sztól szhoz szék sszal sszel; (?<=c)s > snak snek st stól stől shoz shez snál snél sék csal csel; (?<=n)y > ynak ynek yt yot ytól ytől yhoz yhez ynál ynél yék nyal nyel; gy > gynak gynek gyot gytól gyhoz gyék ggyal ggyel; ` +
  'r > rnak rnek rt rtól rtől rhoz rhez ről rról rnál rnél rék rral rrel; l > lnak lnek lt ltól ltől lhoz lhez lnál lnél lék llal llel; n > nnak nnek t nt ntól ntől nhoz nhez nnál nnél nék nnal nnel; s > snak snek st stól shoz snál sék ssal ssel; ' +
  '(?<=[bcdfghjkmptvxz]) > nak nek ot et tól től hoz hez nál nél ék; ';
const TR =
  '(?<=[aıoueiöü]) > ya ye yı yi nın nin nun nün da de dan den yla yle; (?<=[çfhkpsşt]) > a e ı i u ü ın in un ün ta te tan ten la le; (?<=[bcdgğjlmnrvyz]) > a e ı i u ü ın in un ün da de dan den la le; ';
const EL =
  'ος > ο ου ε; ός > ό ού έ; ης > η; ής > ή; ας > α; άς > ά; ούς > ού; η > ης; ή > ής; α > ας; ά > άς; ω > ως; ώ > ώς; ου > ούς; ';

const RULES: Readonly<Record<string, Rules>> = {
  cs: {
    first: `${CS_A}[ýí] > ího ímu ím; é > ého ému ém; e > i í; ${CS_HARD}`,
    last: `ová > ové ovou; [ý] > ého ému ým; í > ího ímu ím; á > é ou; ${CS_A}${CS_HARD.replaceAll('ův ova ovu', 'ovi ových')}`,
    city: `ice > ic icím icích icemi; eň > ně ni ní; ${CS_A}o > a ě u em; í > ím; é > ého ém ých; ec > ce ci cem; (?<=[šžčřcjďťň]) > e i em; (?<=[^aeiouyáéíóúůýě]) > u ě e i em a; y > ech ům; `,
  },
  pl: {
    first: `${PL_A}i > iego iemu im; y > ego emu ym; o > a owi em; ${PL_HARD}`,
    last: `(?<=[sc])ki > kiego kiemu kim scy kich; (?<=[sc])ka > kiej ką; y > ego emu ym ych; i > iego iemu im; ${PL_A}o > a owi ą ę y ie; ${PL_HARD}`,
    city: `ów > owa owie owem; ań > ania aniu aniem; ice > ic icach icami; sk > ska sku skiem; (?<=[sc])ko > ka ku kiem; no > na nie nem; o > a ie u em; y > ach; ${PL_A}ń > nia niu niem; ź > zia ziu ziem; st > stu ście stem; (?<=[czżljx]) > a u em; (?<=[^aeiouyąęó]) > a u ie em; `,
  },
  ru: {
    first: `${RU_A}${RU_HARD}`,
    last: `(?<=[ое]в|[иы]н) > а у ым е ы ых ыми; (?<=[ое]в|[иы]н)а > ой у ою; (?<=к)ий > ого ому им ом ие их; (?<=к)ая > ой ую; [ыо]й > ого ому ым ом ые ых; ая > ой ую; на > ны не ну ной; ич > ича ичу ичем иче; ${RU_A}${RU_HARD}`,
    city: `(?<=[гк])ий > ого ому им ом; ий > его ему им ем; [ыо]й > ого ому ым ом; ое > ого ому ым ом; ые > ых ым ыми; ${RU_A}о > а у ом е; ль > ля лю лем ле ли лью; ь > и ью; й > я ю ем е; (?<=ж|ш|ч|щ|ц) > а у ем е; (?<=[бвгдзклмнпрстфх]) > а у ом е; и > - ам ах; ы > - ам ах ами; `,
  },
  uk: {
    first: `${UK_A}${UK_HARD}`,
    last: `(?<=к)ий > ого ому им ім; ий > ого ому им; (?<=к)а > ої ій у ою; (?<=[оеє]в|[іїи]н)а > ої ій у ою; (?<=[оеє]в|[іїи]н) > а у им ові; вна > вни вні вну вною вно; ${UK_A}${UK_HARD}`,
    city: `їв > єва єву євом єві; ів > ова ову овом ові; піль > поля полю полем полі; (?<=к)ий > ого ому им; (?<=н)е > ого ому им; ці > ців цям цях; я > я ю ям і; ${UK_A}ь > я ю ем і; о > а у ом і; и > - ам ах; (?<=[бвгґдзклмнпрстфхц]) > а у ом і; `,
  },
  hu: {
    first: HU_NAMES,
    last: HU_NAMES,
    city: 'a > ára ából ában án ától ához; (?<=[iouöüóőúűíée]) > ba be ban ben ból ből n ra re ról ről; (?<=[bcdfghjklmnprstvyz]) > ba be ban ben ból ből on en ön ott ett ra re ról ről tól től; ',
  },
  tr: { first: TR, last: TR, city: TR },
  el: {
    first: EL,
    last: EL,
    city: `${EL}ο > ου; ι > ίου; α > ας ων; `,
  },
  ro: {
    first:
      'ca > căi cei; ga > găi; ia > iei io; (?<=e)a > i; a > ei o; u > ule ului; (?<=[bcdfghjlmnprstvxz]) > ului e ule; ',
    last: 'u > ului; (?<=[bcdfghjlmnprstvxz]) > ului; ',
    city: 'a > ei; i > iului; (?<=[bcdfgjlmnprstvz]) > ul ului; ',
  },
  fi: { first: '', last: '', city: '' },
};

interface Rule {
  readonly ends: RegExp;
  readonly forms: readonly string[];
}
const parsed = new Map<string, readonly Rule[]>();
function rulesOf(code: string, kind: Kind): readonly Rule[] {
  const key = `${code} ${kind}`;
  let rules = parsed.get(key);
  if (rules === undefined) {
    rules = (RULES[code]?.[kind] ?? '').split(';').flatMap((line) => {
      const [ends, forms] = line.split('>');
      if (forms === undefined) return [];
      return [{ ends: new RegExp(`(?:${ends!.trim()})$`, 'u'), forms: forms.trim().split(/\s+/) }];
    });
    parsed.set(key, rules);
  }
  return rules;
}
/** Finnish: long endings behind the stem, which is weak before those that close a syllable. */
function finnish(name: string): string[] {
  const closing = 'n lle lla llä lta ltä ssa ssä sta stä ksi'.split(' ');
  if (/nen$/.test(name)) {
    const stem = name.slice(0, -3);
    return [...closing.map((ending) => `${stem}se${ending}`), `${stem}sta`, `${stem}stä`, `${stem}seen`, `${stem}set`];
  }
  if (/s$/.test(name)) {
    const stem = name.slice(0, -1);
    const forms = (to: string) => [...closing.map((ending) => `${stem}${to}${ending}`), `${stem}sta`, `${stem}stä`];
    return [...forms('kse'), ...(/a[aä]?s$/.test(name) ? forms('a') : [])];
  }
  if (/[^aeiouyäö]$/.test(name)) return finnish(`${name}i`);
  const last = name.at(-1)!;
  const weak = name
    .replace(/kk(?=.$)/, 'k')
    .replace(/pp(?=.$)/, 'p')
    .replace(/tt(?=.$)/, 't')
    .replace(/nk(?=.$)/, 'ng')
    .replace(/rk(?=u$)/, 'r')
    .replace(/ht(?=i$)/, 'hd')
    .replace(/(?<=hd)i$/, 'e')
    .replace(/nt(?=.$)/, 'nn')
    .replace(/lt(?=.$)/, 'll');
  const stem = last === 'e' ? `${weak}e` : weak;
  const strong = last === 'e' ? `${name}e` : name;
  return [
    ...closing.flatMap((ending) => [
      `${stem}${ending}`,
      ...(stem === name || last === 'e' ? [`${name}${ending}`] : []),
    ]),
    ...[
      `${name}a`,
      `${name}ä`,
      `${name}ta`,
      `${name}tä`,
      `${strong}${last}n`,
      `${strong}na`,
      `${strong}nä`,
      `${strong}seen`,
    ],
  ];
}

/** Languages whose names take endings that are known here. */
export const INFLECTED: readonly string[] = Object.keys(RULES);

/** Forms of a name of one word in the cases of a language, without the one it is listed in. */
export function formsOf(code: string, kind: Kind, name: string): string[] {
  if (name.length < 3 || !/^\p{Lu}\p{Ll}+$/u.test(name.normalize('NFC'))) return [];
  if (code === 'fi') return finnish(name);
  for (const { ends, forms } of rulesOf(code, kind)) {
    const at = name.search(ends);
    if (at >= 0) return forms.map((form) => name.slice(0, at) + (form === '-' ? '' : form));
  }
  return [];
}
