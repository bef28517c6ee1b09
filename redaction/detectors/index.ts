import type { Detector } from '../detector.ts';
import { addressedPerson } from './addressed-person.ts';
import { age } from './age.ts';
import { bankAccount } from './bank-account.ts';
import { bankIdentifier } from './bank-identifier.ts';
import { commandLinePassword } from './command-line-password.ts';
import { company } from './company.ts';
import { connectionString } from './connection-string.ts';
import { coordinates } from './coordinates.ts';
import { creditCard } from './credit-card.ts';
import { customerNumber } from './customer-number.ts';
import { czechAccount } from './czech-account.ts';
import { date } from './date.ts';
import { deviceId } from './device-id.ts';
import { diagnosisCode } from './diagnosis-code.ts';
import { driverLicense } from './driver-license.ts';
import { email } from './email.ts';
import { entryCode } from './entry-code.ts';
import { everydayPlate } from './everyday-plate.ts';
import { formField } from './form-field.ts';
import { healthTerms } from './health-terms.ts';
import { homeFolder } from './home-folder.ts';
import { iban } from './iban.ts';
import { ipAddress } from './ip-address.ts';
import { jwt } from './jwt.ts';
import { kin } from './kin.ts';
import { labelledValue } from './labelled-value.ts';
import { login } from './login.ts';
import { macAddress } from './mac-address.ts';
import { medicalNumber } from './medical-number.ts';
import { NATIONAL_IDS } from './national/index.ts';
import { numberPlate } from './number-plate.ts';
import { oneTimeCode } from './one-time-code.ts';
import { passport } from './passport.ts';
import { password } from './password.ts';
import { pay } from './pay.ts';
import { performanceTerms } from './performance-terms.ts';
import { phone } from './phone.ts';
import { phoneExtension } from './phone-extension.ts';
import { postcode } from './postcode.ts';
import { prefixedToken } from './prefixed-token.ts';
import { privateKey } from './private-key.ts';
import { secretAssignment } from './secret-assignment.ts';
import { secretToken } from './secret-token.ts';
import { spokenNumber } from './spoken-number.ts';
import { spokenRow } from './spoken-row.ts';
import { statementPassword } from './statement-password.ts';
import { streetAddress } from './street-address.ts';
import { strongPassword } from './strong-password.ts';
import { taxForm } from './tax-form.ts';
import { tradeFirm } from './trade-firm.ts';
import { url } from './url.ts';
import { usTaxIds } from './us-tax-ids.ts';
import { userName } from './user-name.ts';
import { vehicleId } from './vehicle-id.ts';

/**
 * All detectors of the structured tier. A new one is one file and one line here. Of two that find the same characters the
 * first names them: those with a checksum or a form of their own stand before `phone`, which takes nearly any number.
 */
export const DETECTORS: readonly Detector[] = [
  addressedPerson,
  age,
  bankAccount,
  bankIdentifier,
  commandLinePassword,
  company,
  connectionString,
  coordinates,
  creditCard,
  czechAccount,
  date,
  deviceId,
  diagnosisCode,
  driverLicense,
  email,
  entryCode,
  everydayPlate,
  formField,
  healthTerms,
  homeFolder,
  iban,
  ipAddress,
  jwt,
  kin,
  labelledValue,
  login,
  macAddress,
  medicalNumber,
  numberPlate,
  oneTimeCode,
  passport,
  password,
  pay,
  performanceTerms,
  postcode,
  privateKey,
  secretAssignment,
  secretToken,
  prefixedToken,
  spokenNumber,
  spokenRow,
  statementPassword,
  streetAddress,
  strongPassword,
  taxForm,
  tradeFirm,
  url,
  userName,
  usTaxIds,
  vehicleId,
  ...NATIONAL_IDS,
  phoneExtension,
  phone,
  customerNumber,
];
