import type { Detector } from '../detector.ts';
import { plain } from '../labels.ts';
import type { SensitiveType } from '../redactor.ts';
import type { Emit } from '../spans.ts';
import { lazily } from '../text/lazily.ts';

/** A label of a form stands at the begin of a line, and is no longer. */
const LONGEST_LABEL = 40;
const MOST_SPACES = 8;

type Kind = 'amount' | 'person' | 'people' | 'account' | 'address' | 'place' | 'firm' | 'plate';

/** What a label says its value is, by the label without case, accents and signs. */
const KINDS: readonly (readonly [Kind, () => RegExp])[] = [
  [
    'amount',
    lazily(
      () =>
        /^(?:(?:total|basic|base|annual|monthly|weekly|hourly)?(?:gross|net)(?:pay|salary|wages?|thismonth|income|total)?|(?:basic|base|annual|monthly|starting)?(?:salary|wage|pay)(?:offered|pa|permonth)?|takehome(?:pay)?|(?:gesamt|monats|jahres|steuer)?(?:brutto|netto)(?:lohn|gehalt|verdienst|bezug)?|auszahlung(?:sbetrag)?|zahlbetrag|grundgehalt|(?:salaire|total)?(?:brut|net)(?:apayer|imposable|mensuel)?|salaire(?:debase)?|netpaye|totaldevengado|devengado|liquido(?:apercibir|areceber|total)?|salario(?:bruto|base|neto)?|bruto(?:loon)?|neto|importeneto|lordo|netto(?:inbusta|apagare|mensile)|retribuzione(?:lorda|netta)?|vencimento(?:base|bruto|liquido)?|totalliquido|totaliliquido|totalbruto|brutosalaris|nettoloon|uitbetaling|tebetalen|dowyplaty|dowypłaty|wynagrodzenie(?:brutto|netto|zasadnicze)?|nawypłate|hrubamzda|cistamzda|kvyplate|mzda|brut(?:ucret|maas)|net(?:ucret|maas|odenen)|maas|bruttopalkka|nettopalkka|maksetaan|palkka|μεικτα|μικτα|μικταεσοδα|καθαρα|πληρωτεο|μισθος|начислено|выплате|квыплате|квыдаче|наруки|оклад|нараховано|довиплати|довидачі|bruttol[oø]n|nettol[oø]n|utbetalt|utbetalas|总额|應發|应发|实发|實發|应发工资|实发工资|税前|税后|基本工资|総支給額|差引支給額|支給額|手取り?|基本給|지급총액|실수령액|지급액|기본급|총지급액|차인지급액|रकम|सकल|शदधदय|कलवतन|मलवतन|सकलवतन|الاجمالي|الصافي|الراتبالاساسي|صافيالراتب|اجماليالراتب|ברוטו|נטו|לתשלום|รายไดรวม|รายรวม|รบสทธ|เงนเดอน)$/,
    ),
  ],
  [
    'account',
    lazily(
      () =>
        /^(?:reporter|reportedby|raisedby|openedby|submittedby|createdby|requester|user|username|userid|login|gemeldetvon|melder|benutzer|benutzername|ersteller|erfasstvon|abiertopor|usuario|creadopor|reportadopor|ouvertpar|declarant|signalepar|utilisateur|identifiant|segnala|segnalatoda|apertoda|utente|abertopor|utilizador|registadopor|aangemaaktdoor|gemelddoor|gebruiker|zgłaszajacy|zgłosił|uzytkownik|nahlasil|zadal|uzivatel|avaaja|ilmoittaja|kayttaja|kayttajatunnus|acan|bildiren|kullanıcı|kullanici|απο|χρηστης|автор|заявитель|логин|пользователь|створив|заявник|користувач|提交人|报告人|用户|账号|報告者|起票者|ユーサー|작성자|신고자|요청자|아이디|المبلغ|مقدمالبلاغ|المستخدم|दरजकरनवल|उपयगकरत|ผแจง|ผใช)$/,
    ),
  ],
  [
    'people',
    lazily(
      () =>
        /^(?:presentpeople|inattendance|attendees|attending|apologies|absent|participants?|with|anwesend|anwesende|teilnehmer(?:innen)?|teilnehmende|entschuldigt|gaste|presents?|presentes|excuses?|excusees?|asisten|asistentes|presenti|assenti|assente|partecipanti|con|participantes|ausentes|aanwezig|afwezig|afgemeld|deelnemers|obecni|nieobecni|uczestnicy|pritomni|omluveni|ucastnici|paikalla|lasna|osallistujat|poissa|katılanlar|katilanlar|hazırbulunanlar|παροντες|απουσιαζουν|συμμετεχοντες|присутствовали|присутствуют|участники|отсутствовали|присутні|учасники|відсутні|narvarande|deltagare|tilstede|出席|出席者|参加者|欠席|与会|参会人员|出席人员|참석|참석자|불참|الحضور|الحاضرون|المشاركون|उपसथत|सदसय|ผเขารวม)$/,
    ),
  ],
  [
    'person',
    lazily(
      () =>
        /^(?:knownas|calledby|linemanager|manager|emergencycontact|nextofkin|guardian|parent|policyholder|tenant|landlord|pupil|student|child|member|claimant|applicant|customer|driver|owner|signed|signedby|contactname|employee|fullname|firstname|firstnames|givennames?|surname|familyname|vornamen?|vornamens|nachname|familienname|namevorname|vornamename|anschlussinhaber|kontoinhaber|inhaber|versicherter?|versicherungsnehmer|mieter|mieterin|schuler|schulerin|kind|mitglied|notfallkontakt|ansprechpartner(?:in)?|sachbearbeiter(?:in)?|protokoll|protokollfuhrer|vorgesetzter?|zustandig|betreuer(?:in)?|nometprenom|nomprenoms?|prenomnom|nomdusage|nomdefamille|prenoms?|titulaire|assure|locataire|eleve|enfant|responsablelegal|interlocuteur|salarie|patiente?|contactdurgence|apellidosynombre|nombreyapellidos|jugadora?|madrepadretutora?|tutora?|titular|tomadora?|asegurado|trabajadora?|instructora?|convoca|paciente|alumno|alumna|inquilino|cognomeenome|nomeecognome|dip|dipendente|resp|responsabile|intestatario|assicurato|atleta|tutore|genitore|paziente|nomecompleto|nomeeapelido|encarregadodeeducacao|aluno|aluna|segurado|trabalhador|funcionario|naam|voornaam|voornamen|achternaam|voornaamkind|naamkind|leidinggevende|medewerker|verzekerde|huurder|leerling|ouder|contactpersoon|client|imieinazwisko|nazwiskoiimie|imiona|opiekun|opiekunka|pracownik|ubezpieczony|najemca|uczen|zaprasza|osobakontaktowa|poszkodowany|jmenoaprijmeni|prijmeniajmeno|zamestnanec|zak|zakonnyzastupce|rodic|pojistenec|najemce|pacient|etunimi|sukunimi|lapsennimi|huoltaja|tyontekija|esihenkilo|potilas|vakuutettu|asukas|adsoyad|adısoyadı|adisoyadi|adıvesoyadı|ogrenci|veli|hasta|sigortalı|sigortali|kiracı|kiraci|yakını|calısan|calisan|ονοματεπωνυμο|κηδεμονας|ασθενης|υπαλληλος|ασφαλισμενος|μαθητης|ιατρος|υπευθυνος|фио|фиоребенка|сотрудник|пациент|папа|мама|родитель|опекун|арендатор|страхователь|ученик|тренер|піб|пацієнт|працівник|батько|мати|опікун|учень|орендар|назва?имя|姓名|学员|学员姓名|家长|患者|投保人|租户|联系人|主治医师|医生|責任人|氏名|お名前|保護者|担当医|担当|主治医|患者名|契約者|이름|성명|보호자|담당의|환자|계약자|학생|신청인|담당자|الاسم|اسمالطفل|المريض|الموظف|الطبيب|وليالامر|الطالب|المستاجر|नम|खलड|अभभवक|मरज|करमचर|चकतसक|छतर|ชอ|ชอเดก|ผปกครอง|ผปวย|พนกงาน|שםמלא|שם)$/,
    ),
  ],
  [
    'address',
    lazily(
      () =>
        /^(?:(?:home|postal|delivery|billing|mailing)?address|street|adresse|anschrift|wohnhaft|strasse(?:nr|hausnummer)?|straße(?:nr|hausnummer)?|plzort|lieferadresse|adressepostale|domicile|domicilio|direccion|residenza|indirizzo|morada|endereco|adres|woonadres|postcodeenplaats|adreszamieszkania|zamieszkały|adresa|bydliste|osoite|lahiosoite|adresi|διευθυνση|адрес|адреса|住址|地址|住所|주소|العنوان|पत|ทอย|כתובת)$/,
    ),
  ],
  [
    'place',
    lazily(
      () =>
        /^(?:birthplace|placeofbirth|bornin|geburtsort|lieudenaissance|nee?a|lugardenacimiento|naturalde|luogodinascita|natoa|nataa|naturalidade|localdenascimento|geboorteplaats|miejsceur|miejsceurodzenia|mistonarozeni|syntymapaikka|dogumyeri|τοποςγεννησης|месторождения|місценародження|fodelseort|f[oø]dested|出生地|籍贯|출생지|مكانالميلاد|जनमसथन|สถานทเกด)$/,
    ),
  ],
  [
    'firm',
    lazily(
      () =>
        /^(?:employer|company|insurer|arbeitgeber|firma|versicherer|employeur|entreprise|societe|raisonsociale|empleador|empresa|razonsocial|datoredilavoro|azienda|ditta|ragionesociale|entidadeempregadora|empregador|werkgever|bedrijf|pracodawca|zamestnavatel|tyonantaja|isveren|εργοδοτης|работодатель|роботодавець|arbetsgivare|雇主|公司|公司名称|勤務先|会社名|회사명|고용주|صاحبالعمل|الشركة|नयकत|นายจาง|บรษท)$/,
    ),
  ],
  [
    'plate',
    lazily(
      () =>
        /^(?:reg|registration|vehiclereg|numberplate|licen[cs]eplate|kennzeichen|immatriculation|plaque|matricula|targa|kenteken|rejestracja|nrrej|nrrejestracyjny|spz|rz|rekisterinumero|rekno|plaka|πινακιδα|госномер|номеравто|номерн[иы]изнак|车牌号?|ナンハー|차량번호|차번호|رقماللوحة|اللوحة|गडनबर|वहनसखय|ทะเบยนรถ)$/,
    ),
  ],
];

/** By the label as it is written. */
const known = new Map<string, Kind | undefined>();
const MOST_KNOWN = 4096;

function kindOf(label: string): Kind | undefined {
  if (known.has(label)) return known.get(label);
  const word = plain(label.replace(NO_LABEL, ''));
  const kind = KINDS.find(([, form]) => form().test(word))?.[0];
  // Labels are few, and what is none is not kept for ever.
  if (known.size >= MOST_KNOWN) known.clear();
  known.set(label, kind);
  return kind;
}

const TYPES: Readonly<Record<Kind, SensitiveType>> = {
  amount: 'FINANCIAL',
  person: 'PERSON',
  people: 'PERSON',
  account: 'PERSON',
  address: 'ADDRESS',
  place: 'LOCATION',
  firm: 'ORGANIZATION',
  plate: 'VEHICLE_ID',
};

const TITLE =
  '(?:(?:Dr|Prof|Mr|Mrs|Ms|Mme|M|Hr|Fr|Frau|Herr|Herrn|Sr|Sra|Srta|Sig|Dott|Dra|Ing|Mgr|Bc|don|doña|dhr|mevr|mw|pan|pani|Oma|Opa|Tante|Onkel)\\.? ){0,2}';
const PARTICLE =
  "(?:van|von|vom|zu|zur|de|der|den|del|della|di|da|do|dos|das|du|la|le|el|al|ter|ten|bin|bint|ibn|ap|ab|mac|af|av|y|e|i|in|op|'t|d'|l'|O'|N'|ten|ould|san|bar|ben)";
const NAME_WORD = "\\p{Lu}[\\p{L}\\p{M}'’.ªº-]*";
/** A name as a form has it; of scripts without capitals all that is no sign. */
const PERSON = lazily(
  () =>
    new RegExp(
      `${TITLE}(?:(?:${PARTICLE} ?){0,3}${NAME_WORD}(?:,? (?:${PARTICLE} ?){0,3}${NAME_WORD}){0,5}|[\\p{Lo}\\p{M}][\\p{Lo}\\p{M}\\u30fc・·.]{0,23}(?:[ \\u3000][\\p{Lo}\\p{M}\\u30fc・·.]{1,20}){0,3})(?=[ \\t]?(?:$|[\\n\\r(（,，、;；|\\[.。/:：<–—-]|\\d))`,
      'uy',
    ),
);
const ACCOUNT = /[a-z][a-z0-9]*(?:[._@-][a-z0-9]+){0,4}(?=[ \t]?(?:$|[\n\r(,;|/)]))/y;
const AMOUNT = lazily(
  () =>
    /[^\p{L}\d\n]{0,4}(?:EUR|USD|GBP|CHF|PLN|CZK|TRY|INR)?[^\p{L}\d\n]{0,2}\d[\d.,'’ \u00a0\u202f]{0,14}\d(?:[ \u00a0]?(?:€|\$|£|₹|₽|₴|₺|₩|฿|¥|EUR|USD|GBP|CHF|euros?|zł|Kč|kr|TL|Ft|lei|руб\.?|грн|元|円|원|บาท|ريال|درهم|دينار|रुपये))?/uy,
);
const ADDRESS = lazily(() => /(?=[^\n]{0,95}(?:\d|\p{Lu}|\p{Lo}))[^\n;|[\]{}<>=]{3,96}/uy);
const PLACE = lazily(
  () =>
    /(?:\p{Lu}[\p{L}\p{M}'’-]+(?:[ -](?:(?:de|del|la|le|am|an der|im|upon|sur|nad) )?\p{Lu}[\p{L}\p{M}'’-]+){0,3}|[\p{Lo}\p{M}]{2,16})(?=[ \t]?(?:$|[\n\r,(;]))/uy,
);
const FIRM = lazily(() => /(?:\p{Lu}|\p{Lo}|["«„“])[^\n;|[\]{}<>=]{2,64}/uy);
const PLATE = lazily(
  () => /(?=[^\n]{0,12}\d)[\p{Lu}\p{Lo}\p{M}\d][\p{Lu}\p{Lo}\p{M}\d .·•-]{3,14}(?=[ \t]?(?:$|[\n\r,;(]))/uy,
);

/** Signs of a list, and what stands in brackets. */
const NO_LABEL = /^[\s\d.)*•-]+|\([^)]*\)/gu;

/** What stands in a line of a form behind its label: `Netto in busta: € 1.633,27`, `Geburtsort: Mekelle`, `Reporter: tnguyen14`. */
export const formField: Detector = {
  name: 'form-field',
  types: ['FINANCIAL', 'PERSON', 'ADDRESS', 'LOCATION', 'ORGANIZATION', 'VEHICLE_ID'],
  source: 'Labels of forms, payslips, minutes and tickets in the languages that redaction knows',
  triggers: { marks: ':' },
  examine(text, start, end, emit) {
    const behind = text.charCodeAt(end);
    // Scripts without spaces put none behind the sign either.
    if (behind !== 32 && behind !== 9 && !(behind > 0x2e80 || text.charCodeAt(start - 1) > 0x2e80)) return;
    const kind = before(text, start);
    if (kind === undefined) return;
    let at = end;
    while (text.charCodeAt(at) === 32 || text.charCodeAt(at) === 9 || text.charCodeAt(at) === 0x3000) at++;
    if (at - end > MOST_SPACES) return;
    value(text, at, kind, emit);
  },
};

/** What stands before a colon, at the begin of a line or of a sentence in it. */
function before(text: string, colon: number): Kind | undefined {
  let from = colon;
  let sentence = -1;
  const least = Math.max(0, colon - LONGEST_LABEL);
  while (from > least) {
    const c = text.charCodeAt(from - 1);
    if (c === 10) break;
    // A full stop in Chinese; one and a space, behind what is longer than an abbreviation.
    if (sentence < 0 && (c === 0x3002 || c === 0xff1b)) sentence = from;
    if (sentence < 0 && c === 32 && ENDS.includes(text[from - 2] ?? ' ') && colon - from < LONGEST_OF_SENTENCE)
      sentence = from;
    from--;
  }
  const begins = from === 0 || text.charCodeAt(from - 1) === 10;
  const whole = begins ? kindOf(text.slice(from, colon)) : undefined;
  if (whole !== undefined || sentence < 0) return whole;
  return kindOf(text.slice(sentence, colon));
}
const ENDS = '.;!?)';
const LONGEST_OF_SENTENCE = 28;

function value(text: string, at: number, kind: Kind, emit: Emit): void {
  const type = TYPES[kind];
  const take = (form: RegExp): RegExpExecArray | null => {
    form.lastIndex = at;
    return form.exec(text);
  };
  if (kind === 'people') {
    people(text, at, emit);
    return;
  }
  if (kind === 'account') {
    const account = take(ACCOUNT);
    if (account !== null && account[0].length > 2 && !NO_ACCOUNT.test(account[0])) {
      emit(at, at + account[0].length, type);
      return;
    }
    named(take(PERSON()), at, emit);
    return;
  }
  if (kind === 'person') {
    named(take(PERSON()), at, emit);
    return;
  }
  const form = { amount: AMOUNT, address: ADDRESS, place: PLACE, firm: FIRM, plate: PLATE }[kind]();
  const match = take(form);
  if (match === null) return;
  const found = match[0].trimEnd().replace(/[.,]$/, '');
  const skip = found.length - found.trimStart().length;
  if (kind === 'amount' && found.replace(/\D/g, '').length < 3) return;
  emit(at + skip, at + found.length, type);
}

const NO_ACCOUNT =
  /^(?:root|admin|administrator|system|guest|gast|user|none|null|true|false|string|anonymous|public|yes|all|any|self|default|unknown)$/;
/** No names, though a form may say them. */
const NO_NAME =
  /^(?:na|none|unknown|keine?|nein|ja|yes|no|tak|nie|oui|non|sí|si|siehe.*|see .*|same.*|wie oben|idem|tbd|tba|[A-Z]|Required|Optional|Enter .*|Select .*)$/iu;

function named(match: RegExpExecArray | null, at: number, emit: Emit): void {
  if (match === null) return;
  const name = match[0].replace(/[ .,]+$/u, '');
  if (name.length < 2 && !/\p{Lo}/u.test(name)) return;
  if (NO_NAME.test(name)) return;
  emit(at, at + name.length, 'PERSON');
}

const MOST_PEOPLE = 24;
/** Somebody in a row of people, and what may stand before a name there. */
const ONE = lazily(
  () =>
    /^[\s]*(?:(?:Mrs?|Ms|Dr|Hr|Fr|Frau|Herr|Sr|Sra|Sig|don|doña|ing|mevr|dhr|pan|pani|druh|druha|M|Mme)\.? )?((?:(?:van|von|de|der|den|del|di|da|do|la|le|el|al|ap) ){0,3}\p{Lu}[\p{L}\p{M}'’-]*\.?(?:[ -](?:(?:van|von|de|der|den|del|di|da|do|dos|la|le|el|al|ap) ){0,3}\p{Lu}[\p{L}\p{M}'’.-]*){0,3}|[\p{Lo}\p{M}・· ]{2,16})(?: ?[(（][^)）]{0,32}[)）])?\s*$/u,
);

function people(text: string, at: number, emit: Emit): void {
  const next = text.indexOf('\n', at);
  const line = text.slice(at, Math.min(next < 0 ? text.length : next, at + 400));
  let from = 0;
  let n = 0;
  for (const piece of line.split(/[,;、，]|(?: (?:and|und|et|y|e|i|en|a|ja|ve|и|та|και|och|og) )/u)) {
    if (++n > MOST_PEOPLE) break;
    const where = line.indexOf(piece, from);
    from = where + piece.length;
    // Behind a full stop something else begins.
    const one = ONE().exec(piece) ?? ONE().exec(piece.replace(/\. .*$|\.$/u, ''));
    if (one === null) continue;
    const begin = at + where + piece.indexOf(one[1]!);
    emit(begin, begin + one[1]!.trimEnd().replace(/(?<=\p{L}{2})\.$/u, '').length, 'PERSON');
  }
}
