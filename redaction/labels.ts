import type { SensitiveType } from './redactor.ts';

// Jest's contexts look globals up anew at each use: through `Math.` such loops are thirty times slower in tests.
const { imul } = Math;

/** What a column, a field or a key is called whose values name somebody, without case, accents and signs, by type. */
const PERSONAL: readonly (readonly [SensitiveType, string])[] = [
  [
    'PERSON',
    'destinataire destinatario recipient empfanger odbiorca ontvanger получатель одержувач mottaker mottagare vastaanottaja alici παραλήπτης страхувальник holder policyholder poszkodowany ubezpieczony versicherter versicherungsnehmer assure asegurado tomador assicurato segurado verzekerde atleta athlete member mitglied socio membre lid klient nomcomplet deltagare osallistuja katilimci страхователь клиент клієнт замовник покупатель 学员 会员 会員名 회원 고객 العميل ग्राहक ลูกค้า ' +
      'fullname firstname givenname lastname surname familyname maidenname employee patient contactname customername contactperson ' +
      'nachname vorname familienname mitarbeiter mitarbeiterin ansprechpartner patientin prenom nomdefamille collaborateur salarie ' +
      'apellido apellidos empleado empleada paciente nombreyapellidos cognome dipendente nominativo paziente apelido sobrenome nomecompleto funcionario utente ' +
      'achternaam voornaam medewerker werknemer nazwisko imie imieinazwisko imienazwisko pracownik фио имя фамилия сотрудник пациент имяифамилия імя прізвище піб працівник ' +
      'επώνυμο ονοματεπώνυμο υπάλληλος soyad soyadi adsoyad adisoyadi calisan prijmeni jmenoaprijmeni zamestnanec efternamn fornamn anstalld etternavn fornavn efternavn ' +
      'nomdenaissance nomdusage prenoms voornamen forename forenames nomecognome imiona prijmeniajmeno jmenoaprijmeni conducteur fahrer fahrerin halter chauffeur autista conductor titular motorista ' +
      'bestuurder kierowca ridic водитель водій kuljettaja driver owner sofor surucu οδηγός 運転者 运转者 司机 驾驶员 기사 운전자 السائق चालक คนขับ antragsteller antragstellerin referente interlocuteur ansprech kontakt contact contacto contatto zglaszajacy wnioskodawca responsavel aluno titulaire emergencycontact nextofkin ' +
      'sukunimi etunimi vezeteknev keresztnev prenume numedefamilie hoten namalengkap 姓名 客户姓名 员工姓名 氏名 社員名 이름 성명 الموظف الموظفة العامل الاسم الاسمالكامل नाम שםמלא ชื่อ ชื่อสกุล',
  ],
  [
    'PASSWORD',
    'password passwort passwd pwd mdp motdepasse contrasena clave senha wachtwoord haslo heslo sifre parola losenord salasana jelszo пароль 密码 パスワード 비밀번호',
  ],
  [
    'LOCATION',
    'city town hometown ort wohnort stadt ville ciudad localidad citta cidade localidade plaats woonplaats miasto miejscowosc город місто πόλη sehir mesto stad kaupunki varos oras kota ' +
      '城市 市 都市 도시 المدينة शहर עיר',
  ],
  [
    'PHONE',
    'phone telephone phonenumber mobile mobilephone cell cellphone handy telefon telefonnummer mobil mobilnummer festnetz tel telephonenumber portable gsm telefono movil celular cellulare ' +
      'telefone telemovel telefoon mobiel komorka nrtelefonu телефон мобильный мобільний τηλέφωνο κινητό cep cepteli puhelin 电话 手机 電話 携帯 휴대폰 전화 전화번호 الهاتف الجوال फोन मोबाइल',
  ],
  [
    'FINANCIAL',
    'brutto bruttolohn bruttogehalt netto gehalt lohn monatslohn stundenlohn salaire salairebrut brut salariobruto sueldo nomina ral stipendio stipendiolordo retribuzione lordo vencimento salario ' +
      'salariobase bruto brutoloon salaris loon uurloon wynagrodzenie pensja placa stawka mzda hodmzda hodinovamzda plat оклад зарплата ставка palkka tuntipalkka kuukausipalkka lon timlon manadslon manedslonn maas ucret fizetes ber salariu ' +
      'gaji luong μισθός basesalary salary grosspay netpay wage hourlyrate 月薪 年薪 工资 薪资 연봉 월급 급여 給与 月給 年収 時給 เงินเดือน ค่าจ้าง वेतन तनख्वाह الراتب راتب משכורת שכר',
  ],
  [
    'OTHER',
    'persnr persnummer personalnummer personalnr mitarbeiternummer matricule matricola nummatricola persoonsnr personeelsnr personeelsnummer nrewid numerewidencyjny oscislo osobnicislo tabn табельныйномер табн sicil sicilno ' +
      'anstallningsnr henkilonro employeeid employeeno staffid staffno badge badgeno payrollid 工号 员工编号 사번 직원번호 社員番号 従業員番号 รหัสพนักงาน รหัส कर्मचारीसंख्या الرقمالوظيفي',
  ],
  [
    'VEHICLE_ID',
    'reg registration registr nrrej rejestr регномер kennz immatric matricula ' +
      'kennzeichen plaque immatriculation placa targa kenteken rejestracja nrrejestracyjny spz rz госномер номерной номерзнак держномер rekisterinumero rekisteritunnus regnr regnummer registreringsnummer plaka rendszam nrinmatriculare ' +
      'πινακίδα plate plateno licenceplate licenseplate numberplate ajoneuvo 车牌 车牌号 ナンバー 車両番号 차량번호 ทะเบียน ทะเบียนรถ गाड़ी गाड़ीनंबर اللوحة لوحة',
  ],
  [
    'NATIONAL_ID',
    'рнокпп инн снилс αφμ αμκα tc nhs nhsno nipc nuit niss pps nip piva partitaiva vat vatid ssn nationalid dni nif nie bsn pesel cpf tckn tckimlikno steuerid steuernummer sozialversicherungsnummer codicefiscale cf nino insee nir burgerservicenummer rodnecislo personnummer cnp 身份证 身份证号 マイナンバー 주민등록번호 주민번호 आधार',
  ],
];
/** Called so of things, too: of people where a column beside it says so. */
const NAMES = 'name nom nome nombre naam navn namn nimi nev nume ime ad onoma jmeno nazwa όνομα 名字 名前';
/** What columns of tables are called besides. */
const OTHERS =
  'авто поліс полис ville pays poids startnr startnummer verein club zeit jg jahrgang anno annee ano rok jaar ar claimno claim reserve lidnr contributie pettorale tessera albaran bultos bordereau colis nrszkody szkoda polizza police polis poliza policy branch filiale agence sede ' +
  'dienst poste cargo categoria livello functie stanowisko smena shift start eintritt entry since km kmstand kilometraje odometer team funktion fonction categorie plaza firma company societe empresa ragionesociale knr login courriel courrier должность машина авто смена birim görev gorev title dept site level grade base ' +
  'id nr no email mail date birthday birthdate dob born age department team role title ext extension iban card address street postcode zip country status amount price quantity total salary ' +
  'geburtstag geburtsdatum geboren alter abteilung durchwahl adresse strasse plz land betrag preis menge gehalt datum naissance datedenaissance service poste adressemail rue codepostal pays montant prix ' +
  'nacimiento fechadenacimiento area direccion calle pais importe precio cantidad sueldo correo fecha nascita datadinascita reparto interno int indirizzo via cap importo prezzo quantita stipendio ' +
  'nascimento datadenascimento setor ramal morada rua codigopostal valor preco quantidade salario geboortedatum afdeling toestel adres postcode bedrag prijs aantal salaris ' +
  'urodzony dataurodzenia dzial wewn ulica kodpocztowy kraj kwota cena ilosc wynagrodzenie датарождения почта адрес отдел должность датанародження γέννηση ημερομηνίαγέννησης dogum dogumtarihi bolum ' +
  'narozeni datumnarozeni fodd fodelsedatum avdelning ort szuletes nasteri 出生日期 部门 邮箱 生年月日 部署 생년월일 부서 الميلاد القسم जन्म विभाग kundennummer klantnummer pin konto account sku item product region code type';

const types = new Map<string, SensitiveType>();
for (const [type, words] of PERSONAL) for (const word of words.split(' ')) types.set(word, type);
const names = new Set(NAMES.split(' '));
const others = new Set(OTHERS.split(' '));

/** Without case, accents and signs. */
export function plain(label: string): string {
  if (!isAscii(label)) {
    // Put together again: syllables of Hangul are taken apart as well.
    const base = label.normalize('NFD').replace(/\p{M}/gu, '').normalize('NFC');
    return base.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
  }
  return label.toLowerCase().replace(/[^a-z0-9]+/g, '');
}

function isAscii(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 127) return false;
  return true;
}

/** As `plain`, of words nearly all of which are so. */
function plainWord(word: string): string {
  for (let i = 0; i < word.length; i++) {
    const c = word.charCodeAt(i);
    if (c < 48 || c > 122 || (c > 57 && c < 97)) return plain(word);
  }
  return word;
}

const folded = new Map([...types].map(([word, type]) => [plainWord(word), type]));
const foldedNames = new Set([...names].map(plainWord));
const foldedOthers = new Set([...others].map(plainWord));

/** A cell of prose is longer than what a column is called, and is not looked at. */
const LONGEST_LABEL = 48;

/** By a hash of the plain form: a cell in ASCII that is marked nowhere is no label, and need not be made plain to know it. Nearly all are so. */
const MARKS = 1 << 13;
const marks = new Uint8Array(MARKS);
/** -1 of what is not ASCII. */
function markOf(label: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < label.length; i++) {
    const c = label.charCodeAt(i);
    if (c > 127) return -1;
    const lower = c | 32;
    if ((lower >= 97 && lower <= 122) || (c >= 48 && c <= 57)) hash = imul(hash ^ (c < 58 ? c : lower), 0x01000193);
  }
  return (hash ^ (hash >>> 15)) & (MARKS - 1);
}
for (const words of [folded.keys(), foldedNames, foldedOthers])
  for (const word of words) if (isAscii(word)) marks[markOf(word)] = 1;

function known(label: string): string {
  if (label.length > LONGEST_LABEL) return '';
  const mark = markOf(label);
  return mark >= 0 && marks[mark] === 0 ? '' : plain(label);
}

/** What values under such a label are; `name` is PERSON where `amongPersonal`. */
export function labelType(label: string, amongPersonal: boolean): SensitiveType | undefined {
  const word = known(label);
  return folded.get(word) ?? (amongPersonal && foldedNames.has(word) ? 'PERSON' : undefined);
}

export const isName = (label: string): boolean => foldedNames.has(known(label));
export const isLabel = (label: string): boolean => {
  const word = known(label);
  return folded.has(word) || foldedNames.has(word) || foldedOthers.has(word);
};
/** Types of columns that say something of somebody beside names alone: a price list has a gross as well. */
export const BESIDE_NAMES: ReadonlySet<SensitiveType> = new Set(['FINANCIAL', 'OTHER', 'VEHICLE_ID']);

/** Beside these a column of names is one of people. */
const OF_PEOPLE =
  /pers\.?-?n|fahrer|conduc|driver|autist|motorist|kierowc|bestuurder|chauffeur|водит|sicil|maaş|matric|brutto|gehalt|salai|stawk|mzda|оклад|사번|연봉|工号|月薪|運転|司机|차량|운전|เงินเดือน|चालक|वेतन|الراتب|السائق|ajoneuvo|palkka|badge|\btel\b|client|kund|klant|klient|customer|employ|mitarbeit|emplead|dipenden|funcion|medewerk|pracown|\bstaff|person|patient|birth|born|dob|phone|mobil|email|e-?mail|salary|geb(?:urt|oren)|naiss|nacim|nasci|urodz|gehalt|sueldo|salar|stipend|telef|móvil|movil|cell|portable|komór|personal|ssn|dni|pesel|bsn|出生|生年|생년|ميلاد|जन्म|рожд|народж|γέννησ|doğum|naroz|född|födelse|iban/i;
export const saysPeople = (header: string): boolean => OF_PEOPLE.test(header);

/** Words of one token that may be, or end, such a label. */
export const LABEL_WORDS: readonly string[] = [
  // Scripts whose vowels are marks are written with them.
  ...new Set([...folded.keys(), ...types.keys(), ...foldedNames, ...'name nachname number'.split(' ')]),
];
