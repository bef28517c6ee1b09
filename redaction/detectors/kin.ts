import type { Detector } from '../detector.ts';
import { lazily } from '../text/lazily.ts';

/** Relatives, neighbours and colleagues, in the cases in which a name stands beside them. */
const WORDS =
  'wife husband son daughter brother sister mother father nephew niece uncle aunt grandson granddaughter colleague neighbour neighbor fiancé fiancée ' +
  'sohn tochter ehemann ehefrau mutter vater bruder schwester onkel tante oma opa enkel enkelin neffe nichte kollege kollegen kollegin nachbar nachbarin kamerad schwager schwägerin lebensgefährte lebensgefährtin ' +
  'fils fille épouse époux mari femme frère soeur sœur mère père oncle collègue voisin voisine neveu nièce gendre conjoint conjointe ' +
  'hijo hija esposo esposa marido hermano hermana madre padre tío tía abuela abuelo nieto nieta sobrino sobrina compañero compañera vecino vecina cuidadora cuidador cuñado suegra ' +
  'figlio figlia moglie marito fratello sorella zio zia nonno nonna nipote collega vicina cognato suocera badante ' +
  'filho filha irmão irmã mãe avó avô neto neta colega vizinho vizinha genro sogra ' +
  'zoon dochter moeder vader broer zus oom buurman buurvrouw vriendin mantelzorger ' +
  'syn syna synowi córka córkę córki córce żona żonę żony żonie mąż męża mężowi mężem brat brata siostra siostrę siostry matka matkę matki ojciec ojca wnuk wnuka wnuczka wnuczkę babcia dziadek kolega koleżanka sąsiad sąsiadka druh druha druhowi ' +
  'dcera dceru dceři manžel manžela manželka manželku manželce bratr bratra sestra sestru matka otec vnuk vnučka babička kolegyně kolegu soused sousedka ' +
  'сын сына сыну дочь дочери дочка дочку муж мужа мужу мужем жена жену жены жене брат брата брату сестра сестру сестре мать матери отец отца внук внука внучка внучку бабушка коллега коллеге сосед соседка соседке дядя тётя тетя сменщик напарник ' +
  'син сина сину донька доньку доньці чоловік чоловіка чоловіку дружина дружину дружині сестрі мати батько батька онук онука онуку онучка бабуся колега сусід сусідка ' +
  'oğlu kızı eşi kardeşi annesi babası ablası abisi teyzesi amcası dayısı torunu komşusu ' +
  'tytär tyttärelle tyttärensä vaimo vaimolle vaimonsa miehelle miehensä äiti isä veli sisko kollega naapuri poika pojalle ' +
  'γιος γιο κόρη σύζυγος σύζυγο σύζυγός σύζυγό αδελφός αδελφή αδερφή αδερφός μητέρα πατέρας εγγονή εγγονός συνάδελφος συνάδελφο ' +
  'dotter fru bror syster kollega granne søn datter søster';
const NAME = "\\p{Lu}[\\p{L}\\p{M}'’-]*\\p{Ll}[\\p{L}\\p{M}'’-]*";
const PARTICLE = '(?:van|von|de|der|den|del|di|da|do|la|el|al|ben|ap) ';
/** Behind a comma only where nouns are written small. */
const BEHIND = lazily(
  () =>
    new RegExp(
      `(?: (?:του|της|τους|мне|его|её|ее|її|його|jej|jego|má))?(,)? (${NAME}(?: (?:${PARTICLE}){0,2}${NAME}){0,2})`,
      'uy',
    ),
);
const GERMAN =
  /^(?:sohn|tochter|ehemann|ehefrau|mutter|vater|bruder|schwester|onkel|tante|oma|opa|enkel|enkelin|neffe|nichte|kollegen?|kollegin|nachbar|nachbarin|kamerad|schwager|schwägerin|lebensgefährtin?)$/i;
/** Nobody: days, months that nobody is called after, who is spoken of, and what German calls things and houses. */
const NO_NAME =
  /^(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|January|February|March|July|September|October|November|December|He|She|The|They|We|You|It|In|On|At|Nature|Christmas|.*-(?:Haus|Heim|Stift|Schule|Kirche)|Erde|Gottes|Natur|Montag|Dienstag|Mittwoch|Donnerstag|Freitag|Samstag|Sonntag|Dr|Herr|Frau|Fr|Hr|Notre|Il|Elle|On|Nous|Vous|Je|El|Ella|Lui|Lei|Ele|Ela|Hij|Zij|On|Ona|Он|Она|Она|Він|Вона)$/u;

/** Somebody behind what they are to another: `Dochter Chantal`, `wnuczka, Oliwia`, `Жене, Дроздовой Марии`. */
export const kin: Detector = {
  name: 'kin',
  types: ['PERSON'],
  source: 'Words for relatives, neighbours and colleagues in the languages that redaction knows',
  triggers: { words: WORDS.split(' ') },
  examine(text, start, end, emit) {
    const c = text.charCodeAt(end);
    if (c !== 32 && c !== 44) return;
    const form = BEHIND();
    form.lastIndex = end;
    const match = form.exec(text);
    if (match === null) return;
    const name = match[2]!;
    if (NO_NAME.test(name.split(' ')[0]!)) return;
    if (match[1] !== undefined && GERMAN.test(text.slice(start, end))) return;
    emit(form.lastIndex - name.length, form.lastIndex, 'PERSON');
  },
};
