import { describe, expect, test } from '@jest/globals';
import type { Detector } from '../detector.ts';
import { bankAccount } from './bank-account.ts';
import { creditCard } from './credit-card.ts';
import { deviceId } from './device-id.ts';
import { diagnosisCode } from './diagnosis-code.ts';
import { driverLicense } from './driver-license.ts';
import { found } from './found.ts';
import { medicalNumber } from './medical-number.ts';
import { passport } from './passport.ts';
import { usTaxIds } from './us-tax-ids.ts';

/** Words that make a value of one that alone is none, and how far before it the first of them may end. */
const ANNOUNCED: [detector: Detector, value: string, reach: number, words: string][] = [
  [
    usTaxIds,
    '536228731',
    24,
    'SSN|social security|social-sec|socialsec|SS#|SS #|soc|social|ITIN|tax id|tax-id|taxid|taxpayer id|taxpayer-id|taxpayerid|TIN',
  ],
  [
    usTaxIds,
    '12-3456789',
    24,
    'EIN|FEIN|employer id|employer-id|employerid|federal tax|federal-tax|federaltax|federal id|federal-id|TIN|tax id|tax-id|taxid',
  ],
  [
    medicalNumber,
    '998877',
    24,
    'MRN|medical record|patient id|patient-id|patientid|patient no|patient num|patient #|record no|record number|record #|' +
      'chart no|chart number|chart #|hospital no|hospital number|health plan|health card|health insurance|member id|' +
      'member no|beneficiary|Medicare|Medicaid|MBI|Krankenversicherung|Versichertennr',
  ],
  [medicalNumber, '1234567893', 24, 'NPI|provider id|provider no|provider num'],
  [deviceId, '490154203237518', 24, 'IMEI|MEID|ESN|IMSI|ICCID|SIM|handset'],
  [
    deviceId,
    'ABC123',
    4,
    'serial|serial no|serialno|serial number|serial nr|serial #|S/N|SN|asset tag|assettag|Seriennummer|UDID|device id|device_id|' +
      'device-id|deviceid|IDFA|GAID|advertising id|android id|android_id|androidid|machine id|machine-id|machineid|' +
      'hardware id|hardware_id|hardwareid',
  ],
  [
    driverLicense,
    'D1234567',
    28,
    "DL|driver license|drivers license|driver's license|driver licence|driver-license|driverlicense|driver lic|driving license|" +
      'driving licence|driving-licence|drivinglicence|driving permit|D.L.|DL no|DLno|DL num|DLnum|DL #|DL#|license no|' +
      'licence no|license num|license #|license is|license:|Führerschein|Fuhrerschein|permis de conduire|carnet de conducir|' +
      'licencia de conducir|patente di guida|rijbewijs|prawo jazdy|CNH|運転免許',
  ],
  [
    bankAccount,
    '12345678',
    28,
    'account|acct|a/c|Konto|compte|cuenta|conto|rekening|checking|savings|sort code|sort-code|sortcode|BSB|IFSC|CLABE|bank',
  ],
  [bankAccount, '021000021', 28, 'ABA|routing|RTN|transit|ACH|wire'],
  [
    passport,
    'A1234567',
    32,
    'passport|passeport|pasaporte|Reisepass|Passnummer|passaporto|paspoort|pass no|pass-no|passno|pass nr|pass num|pass #|' +
      'passport no|travel document|pasaport|护照|паспорт',
  ],
  [
    diagnosisCode,
    'E11.9',
    60,
    'ICD|diagnosis|diagnosed|dx|code|coded|codes|condition|patient|assessment|history|hx|claim|treated|suffers|medical',
  ],
  [
    creditCard,
    '630490017740',
    24,
    'card|Visa|Master|Amex|American Express|Maestro|Discover|JCB|Diners|Karte|carte|tarjeta|credit|debit|CC|PAN',
  ],
];

describe('values that a word announces', () => {
  test.each(
    ANNOUNCED.map(([detector, value, reach, words]) => [detector.name, value, reach, words, detector] as const),
  )('%s: %s, up to %d characters behind', (_name, value, reach, words, detector) => {
    const list = words.split('|');
    const [first] = list;

    for (const word of list) expect([word, ...found(detector, `my ${word} ${value}`)]).toEqual([word, value]);
    expect(found(detector, `${first}${' '.repeat(reach)}${value}`)).toEqual([value]);
    expect(found(detector, `${first}${' '.repeat(reach + 1)}${value}`)).toEqual([]);
    expect(found(detector, `${first}\n${value}`)).toEqual([]);
    expect(found(detector, `my ${value}`)).toEqual([]);
  });

  test.each<[Detector['name'], string, Detector]>([
    ['bank-account', 'account 1234567890123456789 123456', bankAccount],
    ['device-id', 'IMEI 123456789012345678901 490154203237518', deviceId],
    ['driver-license', 'DL 123456789012345 1234567', driverLicense],
    ['medical-number', 'MRN 123456789012345 12345', medicalNumber],
    ['passport', 'passport 12345678901 12345678', passport],
  ])('%s: what stands in front of %j is too long, what follows is not announced', (_name, text, detector) => {
    expect(found(detector, text)).toEqual([]);
  });
});
