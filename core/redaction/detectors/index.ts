import type { Detector } from '../detector.ts';
import { connectionString } from './connection-string.ts';
import { creditCard } from './credit-card.ts';
import { email } from './email.ts';
import { iban } from './iban.ts';
import { ipAddress } from './ip-address.ts';
import { jwt } from './jwt.ts';
import { macAddress } from './mac-address.ts';
import { password } from './password.ts';
import { phone } from './phone.ts';
import { privateKey } from './private-key.ts';
import { secretToken } from './secret-token.ts';
import { url } from './url.ts';
import { usTaxIds } from './us-tax-ids.ts';

/** All detectors of the structured tier. A new one is one file and one line here. */
export const DETECTORS: readonly Detector[] = [
  connectionString,
  creditCard,
  email,
  iban,
  ipAddress,
  jwt,
  macAddress,
  password,
  phone,
  privateKey,
  secretToken,
  url,
  usTaxIds,
];
