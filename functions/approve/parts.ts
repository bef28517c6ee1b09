import type { DecideParts } from '../../core/incident/decide.ts';
import { awsPseudonyms } from '../../core/shared/pseudonym.aws.ts';
import { kms } from '../shared/clients.aws.ts';
import { incidentParts } from '../shared/incident-parts.ts';
import { config } from './config.ts';

export const pseudonyms = awsPseudonyms({ kms: kms(), keyId: config.SLUICE_PSEUDONYM_KEY });

/** Looks at the gates and moves neither: the workflow's task opens them. */
export const parts: DecideParts = incidentParts(config, false);
