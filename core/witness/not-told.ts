import { SluiceError } from '../shared/errors.ts';

/** The witness's bus did not take what it was told: it is told again with what comes next. */
export class WitnessNotTold extends SluiceError {}
