import { describe, expect, test } from '@jest/globals';
import { formField } from './form-field.ts';
import { found } from './found.ts';

/** Labels as forms have them, by language; those of a language are parted by a bar. */
const LABELS: Readonly<Record<string, readonly string[]>> = {
  '3.418,50': [
    'Gross|Net|Gross pay|Net pay|Total gross|Basic gross pay|Base gross|Annual gross|Monthly net|Weekly net|Hourly gross wage|Gross wages|Net salary|Net income|Net total|Net this month|Salary|Basic salary|Starting salary offered|Monthly wage|Annual pay|Base pay|Pay p.a.|Salary per month|Take-home|Take-home pay',
    'Brutto|Netto|Bruttolohn|Nettogehalt|Gesamtbrutto|Monatsbrutto|Jahresbrutto|Steuerbrutto|Nettoverdienst|Bruttobezug|Auszahlung|Auszahlungsbetrag|Zahlbetrag|Grundgehalt',
    'Brut|Salaire brut|Total net|Net à payer|Net imposable|Brut mensuel|Salaire|Salaire de base|Net payé',
    'Total devengado|Devengado|Líquido|Líquido a percibir|Líquido total|Salario|Salario bruto|Salario base|Salario neto|Neto|Importe neto',
    'Lordo|Netto in busta|Netto a pagare|Netto mensile|Retribuzione|Retribuzione lorda|Retribuzione netta',
    'Líquido a receber|Vencimento|Vencimento base|Vencimento bruto|Vencimento líquido|Total líquido|Total ilíquido|Total bruto',
    'Bruto|Brutoloon|Bruto salaris|Nettoloon|Uitbetaling|Te betalen',
    'Do wypłaty|Wynagrodzenie|Wynagrodzenie brutto|Wynagrodzenie netto|Wynagrodzenie zasadnicze|Na wypłatę',
    'Hrubá mzda|Čistá mzda|K výplatě|Mzda',
    'Brüt ücret|Brüt maaş|Net ücret|Net maaş|Net ödenen|Maaş',
    'Bruttopalkka|Nettopalkka|Maksetaan|Palkka',
    'Μεικτά|Μικτά|Μικτά έσοδα|Καθαρά|Πληρωτέο|Μισθός',
    'Начислено|К выплате|Выплате|К выдаче|На руки|Оклад|Нараховано|До виплати|До видачі',
    'Bruttolön|Nettolön|Utbetalt|Utbetalas|Bruttoløn|Nettoløn',
    '总额|應發|应发|实发|實發|应发工资|实发工资|税前|税后|基本工资|総支給額|差引支給額|支給額|手取|手取り|基本給|지급총액|실수령액|지급액|기본급|총지급액|차인지급액',
    'रकम|सकल|शुद्ध देय|कुल वेतन|मूल वेतन|सकल वेतन|الاجمالي|الصافي|الراتب الاساسي|صافي الراتب|اجمالي الراتب|ברוטו|נטו|לתשלום|รายได้รวม|รายรวม|รับสุทธิ|เงินเดือน',
  ],
  tnguyen14: [
    'Reporter|Reported by|Raised by|Opened by|Submitted by|Created by|Requester|User|Username|User ID|Login',
    'Gemeldet von|Melder|Benutzer|Benutzername|Ersteller|Erfasst von',
    'Abierto por|Usuario|Creado por|Reportado por|Ouvert par|Déclarant|Signalé par|Utilisateur|Identifiant',
    'Segnala|Segnalato da|Aperto da|Utente|Aberto por|Utilizador|Registado por',
    'Aangemaakt door|Gemeld door|Gebruiker|Zgłaszający|Zgłosił|Użytkownik|Nahlásil|Zadal|Uživatel',
    'Avaaja|Ilmoittaja|Käyttäjä|Käyttäjätunnus|Açan|Bildiren|Kullanıcı|Kullanici|Από|Χρήστης',
    'Автор|Заявитель|Логин|Пользователь|Створив|Заявник|Користувач',
    '提交人|报告人|用户|账号|報告者|起票者|ユーザー|작성자|신고자|요청자|아이디|المبلغ|مقدم البلاغ|المستخدم|ผู้แจ้ง|ผู้ใช้',
  ],
  'Tariq Mahmood': [
    'Present|In attendance|Attendees|Attending|Apologies|Absent|Participant|Participants|With',
    'Anwesend|Anwesende|Teilnehmer|Teilnehmerinnen|Teilnehmende|Entschuldigt|Gäste',
    'Présents|Excusé|Excusés|Excusée|Excusées|Presentes|Asisten|Asistentes|Ausentes|Con',
    'Presenti|Assenti|Assente|Partecipanti|Participantes|Aanwezig|Afwezig|Afgemeld|Deelnemers',
    'Obecni|Nieobecni|Uczestnicy|Přítomni|Omluveni|Účastníci|Paikalla|Läsnä|Osallistujat|Poissa',
    'Katılanlar|Hazır bulunanlar|Παρόντες|Απουσιάζουν|Συμμετέχοντες',
    'Присутствовали|Присутствуют|Участники|Отсутствовали|Присутні|Учасники|Відсутні|Närvarande|Deltagare|Til stede',
    '出席|出席者|参加者|欠席|与会|参会人员|出席人员|참석|참석자|불참|الحضور|الحاضرون|المشاركون|उपस्थित|सदस्य|ผู้เข้าร่วม',
  ],
  'Ada Marsh': [
    'Known as|Called by|Line manager|Manager|Emergency contact|Next of kin|Guardian|Parent|Policyholder|Tenant|Landlord|Pupil|Student|Child|Member|Claimant|Applicant|Customer|Driver|Owner|Signed|Signed by|Contact name|Employee|Patient|Full name|First name|First names|Given name|Given names|Surname|Family name',
    'Vorname|Vornamen|Vornamens|Nachname|Familienname|Name, Vorname|Vorname, Name|Anschlussinhaber|Kontoinhaber|Inhaber|Versicherte|Versicherter|Versicherungsnehmer|Mieter|Mieterin|Schüler|Schülerin|Kind|Mitglied|Notfallkontakt|Ansprechpartner|Ansprechpartnerin|Sachbearbeiter|Sachbearbeiterin|Protokoll|Protokollführer|Vorgesetzte|Vorgesetzter|Zuständig|Betreuer|Betreuerin',
    'Nom et prénom|Nom prénom|Nom, prénoms|Prénom, nom|Nom d’usage|Nom de famille|Prénom|Prénoms|Titulaire|Assuré|Locataire|Élève|Enfant|Responsable légal|Interlocuteur|Salarié|Patiente|Contact d’urgence',
    'Apellidos y nombre|Nombre y apellidos|Jugador|Jugadora|Madre/padre/tutor|Madre/padre/tutora|Tutor|Tutora|Titular|Tomador|Tomadora|Asegurado|Trabajador|Trabajadora|Instructor|Instructora|Convoca|Paciente|Alumno|Alumna|Inquilino',
    'Cognome e nome|Nome e cognome|Dip.|Dipendente|Resp.|Responsabile|Intestatario|Assicurato|Atleta|Tutore|Genitore|Paziente',
    'Nome completo|Nome e apelido|Encarregado de educação|Aluno|Aluna|Segurado|Trabalhador|Funcionário',
    'Naam|Voornaam|Voornamen|Achternaam|Voornaam kind|Naam kind|Leidinggevende|Medewerker|Verzekerde|Huurder|Leerling|Ouder|Contactpersoon|Client',
    'Imię i nazwisko|Nazwisko i imię|Imiona|Opiekun|Opiekunka|Pracownik|Ubezpieczony|Najemca|Uczeń|Zaprasza|Osoba kontaktowa|Poszkodowany',
    'Jméno a příjmení|Příjmení a jméno|Zaměstnanec|Žák|Zákonný zástupce|Rodič|Pojištěnec|Nájemce|Pacient',
    'Etunimi|Sukunimi|Lapsen nimi|Huoltaja|Työntekijä|Esihenkilö|Potilas|Vakuutettu|Asukas',
    'Ad Soyad|Adı Soyadı|Adı ve soyadı|Öğrenci|Veli|Hasta|Sigortalı|Kiracı|Yakını|Çalışan',
    'Ονοματεπώνυμο|Κηδεμόνας|Ασθενής|Υπάλληλος|Ασφαλισμένος|Μαθητής|Ιατρός|Υπεύθυνος',
    'ФИО|ФИО ребёнка|Сотрудник|Пациент|Папа|Мама|Родитель|Опекун|Арендатор|Страхователь|Ученик|Тренер|ПІБ|Пацієнт|Працівник|Батько|Мати|Опікун|Учень|Орендар|Назва имя',
    '姓名|学员|学员姓名|家长|患者|投保人|租户|联系人|主治医师|医生|責任人|氏名|お名前|保護者|担当医|担当|主治医|患者名|契約者|이름|성명|보호자|담당의|환자|계약자|학생|신청인|담당자',
    'الاسم|اسم الطفل|المريض|الموظف|الطبيب|ولي الامر|الطالب|المستاجر|नाम|खिलाड़ी|अभिभावक|मरीज|कर्मचारी|चिकित्सक|छात्र|ชื่อ|ชื่อเด็ก|ผู้ปกครอง|ผู้ป่วย|พนักงาน|שם מלא|שם',
  ],
  '9 Tanyard Close': [
    'Address|Home address|Postal address|Delivery address|Billing address|Mailing address|Street',
    'Adresse|Anschrift|Wohnhaft|Straße|Strasse|Strasse/Nr.|Straße Nr.|Strasse, Hausnummer|Straße, Hausnummer|PLZ/Ort|Lieferadresse|Adresse postale|Domicile',
    'Domicilio|Dirección|Residenza|Indirizzo|Morada|Endereço|Adres|Woonadres|Postcode en plaats|Adres zamieszkania|Zamieszkały',
    'Adresa|Bydliště|Osoite|Lähiosoite|Adresi|Διεύθυνση|Адрес|Адреса|住址|地址|住所|주소|العنوان|पता|ที่อยู่|כתובת',
  ],
  Mekelle: [
    'Birthplace|Place of birth|Born in|Geburtsort|Lieu de naissance|Né(e) à|Né à|Née à|Lugar de nacimiento|Natural de|Luogo di nascita|Nato a|Nata a|Naturalidade|Local de nascimento',
    'Geboorteplaats|Miejsce ur.|Miejsce urodzenia|Místo narození|Syntymäpaikka|Doğum yeri|Τόπος γέννησης|Место рождения|Місце народження|Födelseort|Fødested',
    '出生地|籍贯|출생지|مكان الميلاد|जन्मस्थान|สถานที่เกิด',
  ],
  'Nordwerk AG': [
    'Employer|Company|Insurer|Arbeitgeber|Firma|Versicherer|Employeur|Entreprise|Société|Raison sociale|Empleador|Empresa|Razón social',
    'Datore di lavoro|Azienda|Ditta|Ragione sociale|Entidade empregadora|Empregador|Werkgever|Bedrijf|Pracodawca|Zaměstnavatel|Työnantaja|İşveren',
    'Εργοδότης|Работодатель|Роботодавець|Arbetsgivare|雇主|公司|公司名称|勤務先|会社名|회사명|고용주|صاحب العمل|الشركة|नियोक्ता|นายจ้าง|บริษัท',
  ],
  'HH-KR 4172': [
    'Reg|Registration|Vehicle reg|Number plate|Licence plate|License plate|Kennzeichen|Immatriculation|Plaque|Matrícula|Targa|Kenteken|Rejestracja|Nr rej.|Nr rejestracyjny|SPZ|RZ|Rekisterinumero|Rek.no|Plaka',
    'Πινακίδα|Госномер|Номер авто|Номерний знак|Номерный знак|车牌|车牌号|ナンバー|차량번호|차번호|رقم اللوحة|اللوحة|गाड़ी नंबर|वाहन संख्या|ทะเบียนรถ',
  ],
};

describe.each(Object.entries(LABELS))('labels before %j', (value, languages) => {
  const labels = languages.flatMap((language) => language.split('|'));

  test.each(labels)('%s', (label) => {
    expect(found(formField, `${label}: ${value}`)).toEqual([value]);
  });

  test.each(labels)('a word that only holds %j says nothing', (label) => {
    expect(found(formField, `q${label}: ${value}`)).toEqual([]);
    expect(found(formField, `${label}q: ${value}`)).toEqual([]);
  });
});
