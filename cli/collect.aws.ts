/** What collecting needs of AWS, in one file that is loaded when it is asked for: no other command waits for the SDK. */
export { clientsOf, whoAmI } from '../core/exposure/collect/client.aws.ts';
export { READERS } from '../core/exposure/collect/readers.aws.ts';
export { regionsOfAccount } from '../core/exposure/collect/regions.aws.ts';
