import { Context } from '../context.ts';
import type { Detector } from '../detector.ts';

/** What a number is called by which a firm knows somebody: customers, members, contracts, staff. */
const CALLED = new Context(
  /(?:customer (?:no|number|id)|payroll (?:no|number|id)|staff (?:no|number|id)|employee (?:no|number|id)|patient (?:no|number|id)|badge (?:no|number)|pers\.?-?nr|matr\.|matricola|matricule|\bnhc\b|n\.º (?:mec|func|processo)|processo n|nr ewid|os\. č|osobní č|henkilön(?:ro|umero)|sicil|таб\. ?№|табельный|таб\. ?номер|α\.μ|αριθμ\S{0,2} μητρώου|员工编号|工号|病历号|社員番号|患者番号|従業員番号|사번|직원번호|환자번호|رقم الملف|الرقم الوظيفي|कर्मचारी (?:क्र|संख्या)|मरीज (?:क्र|संख्या)|रहस्टर|รหัสพนักงาน|เลขประจำตัว|sns nº|n\.º sns|utente|sv-?nr|sozialvers\S{0,12}|\bnaf\b|ni number|ni no\b|nat(?:ional)? ins\S{0,8}(?: no| number)?|client (?:no|number|id)|member(?:ship)? (?:no|number|id)|policy (?:no|number)|kd\.?-?n(?:r|ummer)|kund(?:en|e)-?n(?:r|ummer)|kundennummer|mitgliedsn|vertragsn|personaln|n\.?º de (?:cliente|socio|utente|sócio|contrato)|n[uú]mero de (?:cliente|socio|sócio|contrato)|num[eé]ro (?:de )?client|n° client|réf\.? ?(?:client|abonné|contrat)|abonné|dossier|codice cliente|n\. cliente|numero cliente|\bcodice|klantn(?:r|ummer)|lidnummer|personeelsn|nr (?:klienta|umowy|ewid)|numer klienta|č(?:íslo)? (?:zákazníka|smlouvy)|sml\.|zákaznick\S{1,4} číslo|абонент|№ (?:клиента|договора)|номер (?:клиента|договора|клієнта|договору)|κωδικ\S{2} πελάτη|abone|müşteri no|asiakasn|kundn|medlemsn|mă client|会员|會員|会員|客户号|客戶編號|お客様番号|회원|고객번호|สมาชิก|ग्राहक संख्या|ग्रा\.सं\.|p\. ?iva|partita iva|ust-?id\S{0,5}|vat (?:no|number|id)|n° tva|المشترك|رقم العميل)[^\n\d]{0,4}$/iu,
  32,
);

/** A number by which a firm knows somebody: it names a person to whoever has the list. */
export const customerNumber: Detector = {
  name: 'customer-number',
  types: ['OTHER'],
  source:
    'Words for numbers of customers, members and contracts in the languages that redaction knows; GDPR article 4(1) (identification number)',
  triggers: { codes: [4, 12], digits: [4, 14], announced: true, worded: [CALLED] },
  examine(text, start, end, emit) {
    let from = start;
    // `CL-558120`, `K/20981`: letters before the number are of it.
    const c = text.charCodeAt(start - 1);
    if (c === 45 || c === 47 || (c >= 65 && c <= 90)) {
      const letters = /(?<![\p{L}\p{N}])[A-Z]{1,4}[/-]?$/u.exec(text.slice(Math.max(0, start - 6), start));
      if (letters !== null) from -= letters[0].length;
    }
    if (CALLED.precedes(text, from)) emit(from, end, 'OTHER');
  },
};
