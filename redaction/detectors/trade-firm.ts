import { before, type Detector } from '../detector.ts';
import { lazily } from '../text/lazily.ts';

/** Trades that stand before the name of a firm. */
const FIRST =
  'bäckerei metzgerei fleischerei gärtnerei tischlerei schreinerei spedition autohaus kanzlei kfz-werkstatt druckerei brauerei weingut kelterei sägewerk zimmerei dachdeckerei klempnerei malerbetrieb steuerkanzlei hausverwaltung elektro landhandel reederei ' +
  'boulangerie boucherie menuiserie pharmacie imprimerie transports domaine établissements ets plomberie fonderie fonderies cabinet pépinières brasserie ferronnerie carrosserie maçonnerie ébénisterie ' +
  'talleres panadería bodegas transportes cerámicas goteos construcciones imprenta farmacia viveros carpintería gestoría correduría invernaderos hornos maderas embutidos lácteos conservas suministros ' +
  'officina autofficina panificio cantine tendaggi ferramenta tipografia molini vivai pizzeria caseificio falegnameria autotrasporti trasporti edilizia pasticceria maglificio vetreria ' +
  'padaria oficina quinta farmácia tipografia construções serralharia carpintaria pastelaria mercearia adega frutas corticeira ' +
  'bakkerij drukkerij maatschap transportbedrijf kassenbouw slagerij loonbedrijf autobedrijf installatiebedrijf apotheek fietsatelier kwekerij aannemersbedrijf schildersbedrijf rijwielhandel ' +
  'piekarnia huta pieczarkarnia przychodnia apteka szklarnia hurtownia drukarnia tartak gospodarstwo cukiernia stolarnia browar mleczarnia ' +
  'pekárna tiskárna autoservis truhlářství lékárna pivovar zahradnictví pokrývačství mlékárna zámečnictví cukrárna výtahy ' +
  'leipomo konepaja puutarha kirjapaino φαρμακείο φούρνος τυπογραφείο κτήμα οινοποιείο';
/** Trades behind it. */
const LAST =
  'haulage plumbing joinery roofing catering logistics freight solicitors accountants lettings brewery brewing bakery nurseries scaffolding glazing upholstery carpentry couriers removals printworks foundry orchards tannery boatyard veterinary opticians chandlers ironmongers grocers butchers ' +
  'nakliyat inşaat eczanesi matbaası otomotiv lojistik turizm sigorta gıda fırını tekstil mobilya leipomo konehuolto kuljetus kuljetukset rakennus ateneum';
const FIRST_WORDS = new Set(FIRST.split(' '));
const LAST_WORDS = new Set(LAST.split(' '));
const WORD = "(?:[dl]['’])?\\p{Lu}[\\p{L}\\p{M}'’-]+";
const JOIN = '(?:de|del|della|di|da|do|dos|du|des|la|le|las|los|van|von|der|&|y|e|et|i|und|and)';
const BEHIND = lazily(() => new RegExp(` (?:${JOIN} ){0,2}${WORD}(?:(?: ${JOIN}){0,2} ${WORD}){0,2}`, 'uy'));
const AHEAD = lazily(() => new RegExp(`(?<![\\p{L}\\p{N}'’-])(?:${WORD} (?:(?:&|and|ve|ja) )?){1,3}$`, 'u'));
/** Of nobody: articles and prepositions with a capital, at the begin of a line. */
const NO_NAME = /^(?:The|Our|Your|Their|His|Her|My|This|That|A|An|All|New|No|Free|Online|Bu|Her|Yeni)\b/;

/** A firm without a legal form, by its trade and a name beside it: `Bakkerij Osei`, `Penhallow & Daughters Haulage`. */
export const tradeFirm: Detector = {
  name: 'trade-firm',
  types: ['ORGANIZATION'],
  source: 'Trades as registers of firms name them, in the languages that redaction knows',
  triggers: { words: [...FIRST_WORDS, ...LAST_WORDS] },
  examine(text, start, end, emit) {
    const word = text.slice(start, end);
    if (!/^\p{Lu}\p{Ll}/u.test(word)) return;
    const trade = word.toLowerCase();
    if (LAST_WORDS.has(trade) && text.charCodeAt(start - 1) === 32) {
      const name = AHEAD().exec(before(text, start, 64));
      if (name !== null && !NO_NAME.test(name[0])) {
        emit(start - name[0].length, end, 'ORGANIZATION');
        return;
      }
    }
    if (text.charCodeAt(end) !== 32) return;
    const form = BEHIND();
    form.lastIndex = end;
    if (form.test(text)) emit(start, form.lastIndex, 'ORGANIZATION');
  },
};
