import type { Detector } from '../../detector.ts';
import { argentineCuil } from './ar-cuil.ts';
import { austrianSocialSecurity } from './at-social-security.ts';
import { australianTaxFile } from './au-tax-file-number.ts';
import { belgianNational } from './be-national-number.ts';
import { bulgarianCitizen } from './bg-citizen-number.ts';
import { brazilianCpf } from './br-cpf.ts';
import { canadianSocialInsurance } from './ca-social-insurance.ts';
import { swissAhv } from './ch-ahv.ts';
import { chileanRut, chileanRutWithLetter } from './cl-rut.ts';
import { chineseResident } from './cn-resident-id.ts';
import { czechBirthNumber } from './cz-birth-number.ts';
import { germanTaxId } from './de-tax-id.ts';
import { danishCpr } from './dk-cpr.ts';
import { baltic } from './ee-personal-code.ts';
import { spanishDni } from './es-dni.ts';
import { finnishPersonalCode } from './fi-personal-code.ts';
import { frenchNir } from './fr-nir.ts';
import { britishNationalInsurance } from './gb-national-insurance.ts';
import { britishNhs } from './gb-nhs.ts';
import { greekAmka } from './gr-amka.ts';
import { hongKongIdentityCard } from './hk-identity-card.ts';
import { croatianOib } from './hr-oib.ts';
import { irishPps } from './ie-pps.ts';
import { israeliId } from './il-id.ts';
import { indianAadhaar } from './in-aadhaar.ts';
import { indianPan } from './in-pan.ts';
import { italianFiscalCode } from './it-codice-fiscale.ts';
import { japaneseMyNumber } from './jp-my-number.ts';
import { koreanResident } from './kr-resident-number.ts';
import { mexicanCurp } from './mx-curp.ts';
import { type NationalId, nationalIds } from './national-id.ts';
import { dutchBsn } from './nl-bsn.ts';
import { norwegianBirthNumber } from './no-birth-number.ts';
import { polishPesel } from './pl-pesel.ts';
import { portugueseNif } from './pt-nif.ts';
import { romanianCnp } from './ro-cnp.ts';
import { swedishPersonal } from './se-personal-number.ts';
import { singaporeanNric } from './sg-nric.ts';
import { spacedCodes } from './spaced-codes.ts';
import { turkishIdentity } from './tr-identity.ts';
import { taiwaneseId } from './tw-id.ts';
import { southAfricanId } from './za-id.ts';

/** National identity, social security and tax numbers with a check digit, one file a country. */
export const COUNTRIES: readonly NationalId[] = [
  argentineCuil,
  austrianSocialSecurity,
  australianTaxFile,
  belgianNational,
  bulgarianCitizen,
  brazilianCpf,
  canadianSocialInsurance,
  swissAhv,
  chileanRut,
  chineseResident,
  czechBirthNumber,
  germanTaxId,
  danishCpr,
  baltic,
  spanishDni,
  frenchNir,
  britishNhs,
  greekAmka,
  croatianOib,
  irishPps,
  israeliId,
  indianAadhaar,
  indianPan,
  italianFiscalCode,
  japaneseMyNumber,
  koreanResident,
  mexicanCurp,
  dutchBsn,
  norwegianBirthNumber,
  polishPesel,
  portugueseNif,
  romanianCnp,
  swedishPersonal,
  singaporeanNric,
  turkishIdentity,
  taiwaneseId,
  southAfricanId,
];

export const NATIONAL_IDS: readonly Detector[] = [
  nationalIds(COUNTRIES),
  britishNationalInsurance,
  finnishPersonalCode,
  hongKongIdentityCard,
  chileanRutWithLetter,
  spacedCodes,
];
