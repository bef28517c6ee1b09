import { readAlarms } from '../../api/alarms.ts';
import { readBooks } from '../../api/books.ts';
import {
  enrol,
  erase,
  giveConsent,
  pauseMe,
  removeDevice,
  resumeMe,
  status,
  trim,
  withdrawConsent,
} from '../../api/consent.ts';
import { putDirectory, putDirectoryPart, readDirectory, readDirectoryPart } from '../../api/directory.ts';
import { deviceNonce, requestDeviceLease, requestLease } from '../../api/lease.ts';
import { readParticipation } from '../../api/participation.ts';

export const routes = {
  enrol,
  giveConsent,
  withdrawConsent,
  pauseMe,
  resumeMe,
  removeDevice,
  requestLease,
  deviceNonce,
  requestDeviceLease,
  status,
  readBooks,
  readParticipation,
  readAlarms,
  putDirectory,
  putDirectoryPart,
  readDirectoryPart,
  readDirectory,
  trim,
  erase,
};
