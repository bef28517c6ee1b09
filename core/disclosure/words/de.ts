import type { Catalogue } from './en.ts';
import { formatsOf } from './format.ts';

const { count, list, number, date } = formatsOf('de', {
  second: ['Sekunde', 'Sekunden'],
  hour: ['Stunde', 'Stunden'],
  day: ['Tag', 'Tage'],
  time: ['Mal', 'Mal'],
  event: ['Ereignis', 'Ereignisse'],
  kind: ['Art von Ereignissen', 'Arten von Ereignissen'],
  program: ['Programm', 'Programmen'],
  group: ['Gruppe', 'Gruppen'],
  purpose: ['Zweck', 'Zwecke'],
  person: ['Person', 'Personen'],
});

export const de: Catalogue = {
  kinds: {
    pointer: 'Bewegung des Zeigers',
    click: 'Klicks',
    scroll: 'Rollen',
    key: 'Tasten',
    text: 'Änderungen am Text, die keine einzelnen Tasten sind (Einfügen, Rückgängig, Ersetzen)',
    prompt: 'Was Sie KI-Assistenten fragen, und was diese antworten',
    transcript: 'Mitschriften von Besprechungen und Anrufen',
    message: 'Nachrichten im Chat und Mails',
    window: 'Fenster',
  },
  fields: {
    time: 'Zeit',
    app: 'Programm',
    window: 'eine Nummer für das Fenster',
    pointerType: 'Maus, Stift oder Finger',
    path: 'Orte im Lauf der Zeit',
    altKey: 'Alt gehalten',
    ctrlKey: 'Strg gehalten',
    metaKey: 'Meta gehalten',
    shiftKey: 'Umschalt gehalten',
    x: 'Ort waagrecht',
    y: 'Ort senkrecht',
    button: 'welche Taste der Maus',
    detail: 'wie viele Klicks nacheinander',
    deltaX: 'Weg zur Seite',
    deltaY: 'Weg nach oben oder unten',
    deltaMode: 'Einheit des Weges',
    type: 'was geschah',
    field: 'eine Nummer für das Textfeld',
    fieldType: 'Art des Textfeldes',
    code: 'Taste am Gerät',
    key: 'welche Taste',
    class: 'Klasse der Taste (Buchstabe, Ziffer, Eingabe ...)',
    repeat: 'gehalten',
    isComposing: 'Teil eines Zeichens aus mehreren Tasten',
    inputType: 'Art der Änderung',
    data: 'der eingesetzte Text',
    text: 'der Text',
    author: 'ob er von Ihnen ist',
    conversation: 'eine Nummer für das Gespräch',
    model: 'welcher Assistent',
    speaker: 'Name der Person, die spricht',
    channel: 'Chat oder Mail',
    subject: 'Betreff',
    participants: 'Namen der anderen Seite',
    title: 'Titel des Fensters',
  },
  rights: {
    'give-grants': 'anderen, nie sich selbst, das Lesen für einen Zweck erlauben',
    'list-records': 'sehen, wie viele Aufzeichnungen es je Tag gibt, wo es die von mehreren sind; nie, von wem',
    'keep-directory': 'das Verzeichnis der Namen ersetzen, nach denen gesucht wird',
    'read-reports': 'lesen, was in Meldungen steht; das kann Aufgezeichnetes sein',
    resume: 'um den Neubeginn bitten, dem zwei andere zugestimmt haben',
    pause: 'das Programm anhalten, so oft es nötig ist',
    'see-grants': 'alle Erlaubnisse sehen, nicht nur die eigenen',
    'see-books': 'sehen, ob die Bücher aufgehen',
    'read-ledger': 'das Protokoll lesen: wer was las, erlaubte und beschloss, und warum',
    'see-incidents': 'alle Vorfälle mit Belegen und Ergebnissen sehen, nicht nur die eigenen',
  },
  types: {
    PERSON: 'Namen von Menschen',
    ORGANIZATION: 'Namen von Firmen',
    LOCATION: 'Orte',
    ADDRESS: 'Adressen',
    EMAIL: 'Mail-Adressen',
    PHONE: 'Nummern von Telefonen',
    CREDIT_CARD: 'Nummern von Kreditkarten',
    IBAN: 'IBANs',
    BANK_ACCOUNT: 'Konten',
    NATIONAL_ID: 'Nummern von Ausweisen',
    PASSPORT: 'Nummern von Pässen',
    DRIVER_LICENSE: 'Nummern von Führerscheinen',
    DATE: 'Tage und Daten',
    AGE: 'Alter',
    IP_ADDRESS: 'IP-Adressen',
    MAC_ADDRESS: 'Netzadressen von Geräten',
    URL: 'Adressen im Web',
    COORDINATES: 'Koordinaten',
    VEHICLE_ID: 'Nummern von Fahrzeugen',
    DEVICE_ID: 'Nummern von Geräten',
    MEDICAL: 'Gesundheit',
    FINANCIAL: 'Geld',
    PERFORMANCE: 'Beurteilungen',
    SECRET: 'Schlüssel und Geheimnisse',
    PASSWORD: 'Passwörter',
    DIRECTORY: 'Namen aus dem Verzeichnis der Firma',
    CANARY: 'Werte, die dies prüfen',
    OTHER: 'was sich nicht beurteilen ließ',
  },
  keys: {
    content: 'mit dem, was getippt wird',
    class: 'mit Klasse und Zeit der Tasten (dass ein Buchstabe getippt wurde, nicht welcher)',
    none: 'ohne Tasten und Texte',
  },
  actions: {
    mask: 'durch einen Platzhalter ersetzt',
    tokenise: 'durch ein Kennwort ersetzt, jedes Mal dasselbe',
    generalise: 'gröber gemacht (etwa ein Jahr statt eines Tages)',
    drop: 'weggelassen, mit dem ganzen Ereignis',
    keep: 'BLEIBT, WIE ES IST',
  },
  roles: {
    investigators: 'Leute, die Vorfälle klären und Proben prüfen',
    representatives: 'Leute, die für die Belegschaft sprechen; sie sehen Zahlen und wer las, nie Inhalte',
    stewards: 'Leute, die entscheiden, wer lesen darf, nie für sich selbst',
    platform: 'das Team, das die Technik dieses Programms betreibt',
  },
  languages: { en: 'auf Englisch', de: 'auf Deutsch', fr: 'auf Französisch', es: 'auf Spanisch' },
  sections: {
    short: 'In Kürze',
    who: 'Wer verantwortlich ist',
    recorded: 'Was aufgezeichnet wird',
    programs: 'In welchen Programmen',
    never: 'Was nie aufgezeichnet wird',
    redacted: 'Was entfernt wird, bevor etwas gespeichert wird',
    where: 'Wo es liegt, und wer es bekommt',
    readers: 'Wer es lesen darf, und wofür',
    kept: 'Wie lange es bleibt',
    models: 'Was ein trainiertes Modell behält',
    rights: 'Ihre Rechte, und wie Sie sie nutzen',
    stop: 'Wie Sie es beenden',
    wrong: 'Was geschieht, wenn etwas schiefgeht',
    equal: 'Wer gefragt wird: gleiche Regeln für alle',
    holders: 'Wer welches Recht hat',
    terms: 'Was Wörter hier bedeuten',
    review: 'Wer dies geprüft hat',
  },
  title: (section) => `${section}:`,
  heading: (program, version) => `Programm ${program}, Offenlegung ${version}`,
  short: {
    choice: () => 'Sie haben die Wahl. Ohne Ihr Ja wird nichts von Ihnen aufgezeichnet.',
    recorded: (kinds, programs) =>
      `Erfasst: ${count(kinds, 'kind')} in ${count(programs, 'program')}, alle unten genannt.`,
    models: () => 'Damit lernen KI-Modelle. Jeder Zweck steht unten.',
    never: () => 'Schirm, Kamera und Mikrofon werden nie aufgezeichnet.',
    redacted: () => 'Namen, Nummern, Geheimnisse werden entfernt. Manches kann durchgehen.',
    coolOff: (hours) =>
      hours > 0
        ? `Die erste Zeit (${count(hours, 'hour')}) können nur Sie es lesen.`
        : 'Andere dürfen es sofort lesen: es gibt keine Wartezeit.',
    readers: (groups, purposes) =>
      `Dann ${groups === 1 ? 'darf' : 'dürfen'} es ${count(groups, 'group')} lesen, für ${count(purposes, 'purpose')}. Alles wird notiert.`,
    kept: (days) => `Gelöscht wird es spätestens dann: nach ${number(days)} ${days === 1 ? 'Tag' : 'Tagen'}.`,
    stop: () => 'Anhalten, widerrufen, löschen: wann Sie wollen, ohne Grund.',
    keeps: () => 'Aber: Ein Modell, das gelernt hat, behält das Gelernte.',
  },
  who: {
    controller: (name, address) => `${name}, ${address}.`,
    officer: (officer) => `Datenschutz in der Firma: ${officer}.`,
    basis: (basis) => `Grundlage im Recht: ${basis}`,
    questions: (contact) => `Fragen: ${contact}.`,
  },
  recorded: {
    kind: (kind, fields, why) => `${kind}: ${list(fields)}. ${why}`,
    atMost: (events) => `Höchstens ${count(events, 'event')} in der Minute.`,
  },
  programs: {
    detail: (names, detail) => `${list(names)}: ${detail}.`,
    noOther: () => 'Was Sie in anderen Programmen tun, wird nicht aufgezeichnet.',
  },
  never: {
    screen: () => 'Ihr Schirm, Ihre Kamera, Ihr Mikrofon.',
    passwords: () => 'Passwörter in Feldern für Passwörter, wo Ihr Gerät ein solches Feld erkennt.',
    kind: (kind) => `${kind}.`,
  },
  redacted: {
    usual: (action) =>
      `Namen, Adressen, Nummern, Geheimnisse und was sonst in Texten heikel ist: ${action}, wenn hier nichts anderes steht.`,
    types: (types, action) => `${list(types)}: ${action}.`,
    others: () => 'Was andere schrieben, wird ganz verdeckt, wenn sie nicht selbst dabei sind.',
    again: (by) =>
      `Was von Texten bleibt, wird noch einmal gelesen, bevor es gespeichert wird: von ${by}. Was dabei auffällt, wird auch verdeckt.`,
    byModel: (name) => `einem Modell für Sprache in diesem Programm, das nichts weitergibt (${name})`,
    byService: (language) =>
      `einem Dienst der Cloud in derselben Region (Amazon Comprehend, ${language === 'es' ? 'Spanisch' : 'Englisch'})`,
    tested: (missed) =>
      `Das wird ständig mit erfundenen Werten geprüft. Werden mehr als ${number(missed)} von 100 übersehen, wird nichts gespeichert.`,
    imperfect: () =>
      'Kein Programm findet alles. Manches kann durchgehen. Darum dürfen nur wenige lesen, und darum wird es gelöscht.',
  },
  where: {
    place: (country, region) =>
      `Es wird dort gespeichert und verarbeitet: ${country}${region ? ` (Region der Cloud: ${region})` : ''}.`,
    processor: (name, why) => `${name} arbeitet damit für uns, nach unserer Weisung: ${why}`,
    recipient: (name, why) => `${name} bekommt es: ${why}`,
    nobodyElse: () => 'Sonst bekommt es niemand.',
  },
  readers: {
    purpose: (name, description, readers, hours) =>
      `${name}: ${description} Lesen darf: ${list(readers)}. Eine Erlaubnis gilt höchstens ${count(hours, 'hour')}.`,
    code: () => 'Im Inneren stehen Sie unter einem Zeichen, nie unter Ihrem Namen.',
    noted: () =>
      'Jedes Lesen wird in ein Protokoll geschrieben, das niemand heimlich ändern kann. Ihre Vertretung kann es sehen.',
    coolOff: (hours) =>
      hours > 0
        ? `Wenn es da ist, können es ${count(hours, 'hour')} lang nur Sie lesen.`
        : 'Es gibt keine Wartezeit, bevor andere es lesen dürfen.',
  },
  kept: {
    days: (routine, personal, sensitive) =>
      `${count(routine, 'day')}. Mit Angaben zur Person ${count(personal, 'day')}, mit heiklen Angaben ${count(sensitive, 'day')}.`,
    key: () => 'Es ist mit einem eigenen Schlüssel nur für Sie verschlüsselt.',
  },
  models: {
    trains: () => 'Mit dem, was aufgezeichnet wird, dürfen KI-Modelle lernen.',
    keeps: () =>
      'Ein Modell, das gelernt hat, behält das Gelernte. Es bleibt, wie es ist, auch wenn Sie widerrufen oder löschen.',
    later: () => 'Was gelöscht ist, kann bei keinem späteren Training mehr gelesen werden.',
  },
  yours: {
    see: (command) => `Sehen, was von Ihnen da ist: ${command}`,
    readers: (command) => `Sehen, wer es las, wann und wofür: ${command}`,
    withdraw: (command) => `Ihr Ja widerrufen: ${command}`,
    erase: (command) => `Alles löschen lassen: ${command}`,
    report: (command) => `Melden, dass etwas nicht stimmt: ${command}`,
    ask: (contact) => `Etwas richtigstellen, eine Kopie nehmen, widersprechen: fragen Sie ${contact}.`,
    free: () => 'Nichts davon kostet etwas, und nichts davon braucht einen Grund.',
    complain: (authority, contact) =>
      `Sich beschweren bei: ${authority} (${contact}). Sie müssen nicht erst uns fragen.`,
  },
  stop: {
    device: () => 'Halten Sie auf Ihrem Gerät an, wann Sie wollen. Es zeigt, ob es aufzeichnet.',
    withdraw: () =>
      'Widerrufen Sie Ihr Ja, wann Sie wollen. Von da an wird nichts mehr von Ihnen gespeichert, auch nicht, was noch unterwegs ist.',
    erase: () => 'Lassen Sie alles löschen. Ihr Schlüssel wird sofort gelöscht.',
    copies: (keys, hours, stream) =>
      `Kopien von Schlüsseln leben ${count(keys, 'day')}. Was verschlüsselt ist, kann noch ${count(hours, 'hour')} unterwegs sein, und lebt ${count(stream, 'day')}, wenn es da ist.`,
    final: (days) =>
      `Spätestens ${count(days, 'day')} nach dem Löschen kann niemand mehr etwas von Ihnen öffnen, in keiner Kopie.`,
    hold: (days) => `Wird ein Vorfall geklärt, kann das Löschen warten müssen, höchstens ${count(days, 'day')}.`,
    late: (hours) => `Was ohne Netz aufgezeichnet wurde, kann bis zu ${count(hours, 'hour')} später ankommen.`,
  },
  wrong: {
    closers: (groups, times) =>
      `Wer zu einer Gruppe von ${list(groups)} gehört, kann das ganze Programm anhalten: mit der Meldung, dass etwas ernst ist, bis zu ${count(times, 'time')} am Tag.`,
    stops: (seconds) =>
      `Dann wird sofort nichts mehr gespeichert und gelesen. Geräte hören in ${count(seconds, 'second')} auf.`,
    again: (groups) =>
      `Weiter geht es erst, wenn das Ergebnis offenliegt und zwei Menschen zugestimmt haben. Sie sind aus zwei Gruppen von ${list(groups)}, und keiner hat den Vorfall gemeldet.`,
  },
  equal: {
    members: (groups) => `Mitglieder von: ${list(groups)}.`,
    never: (groups) => `Nie gefragt: ${list(groups)}.`,
    exempt: (group, people, why) =>
      `Nie gefragt: ${group}${people === undefined ? '' : ` (${count(people, 'person')})`}. ${why}`,
    noOther: () => 'Sonst ist niemand ausgenommen, in keinem Rang.',
    consent: () => 'Von Ihnen wird nichts aufgezeichnet, wenn Sie diesem Text nicht zugestimmt haben.',
  },
  holders: (groups, right) => `${list(groups)}: darf ${right}.`,
  terms: {
    group: (group, meaning) => `${group}: ${meaning}.`,
    codeWord: () => 'Kennwort: ein erfundenes Wort. Es steht stets für denselben Wert und verrät ihn nicht.',
    directory: () =>
      'Verzeichnis der Firma: die Liste der Namen, nach denen in Texten gesucht wird. Niemand kann sie wieder auslesen.',
    incident: () => 'Vorfall: eine Meldung, dass etwas nicht stimmt, und was daraus folgt.',
  },
  review: {
    by: (reviewer, day) => `${reviewer}, am ${date(day)}.`,
    document: (document) => `Die ganze Prüfung: ${document}`,
    signature: (signature) => `Unterschrift: ${signature}`,
  },
  missing: {
    line: (what, contact) => `Dieser Text sagt nicht: ${list(what)}. Fragen Sie ${contact}.`,
    controller: 'wer verantwortlich ist',
    legalBasis: 'auf welcher Grundlage im Recht',
    place: 'in welchem Land es liegt',
    recipients: 'wer es sonst bekommt',
    complaints: 'wo man sich beschwert',
    review: 'wer es geprüft hat',
  },
};
