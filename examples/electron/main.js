/**
 * The main process of an application written with Electron (35 or later: Node 22.15) that tells what is done in its own windows. Add to it what yours has.
 *
 * What to copy: the agent lives in the main process, and pages tell it over one channel; who asks is checked by its address, never by what it says; program
 * and time are written here; the person sees the state, and can pause; a quit waits until what was captured is sealed and sent.
 */
import { join } from 'node:path';
import {
  createAgent,
  createDeviceApi,
  createDiskSpool,
  createKinesisSink,
  enrolDevice,
  explain,
  readCredential,
  writeCredential,
} from '@sluice/agent';
import { app, ipcMain } from 'electron';

const [url, device, folder] = [
  process.env.SLUICE_API,
  process.env.SLUICE_DEVICE,
  join(app.getPath('userData'), 'sluice'),
];
const credentialFile = join(folder, 'credential.json');
/** The application as the disclosure lists it. */
const APP = 'example-editor';
/** Only our own pages. */
const isOurs = ({ senderFrame }) => senderFrame?.url.startsWith('app://editor/') === true;

let agent;
const asked = (event, run) => {
  if (!isOurs(event)) throw new Error('not of this application');
  return run();
};
const stateOf = () =>
  agent
    ? { ...agent.state, ...explain(agent.state) }
    : { state: 'paused', reason: 'device', says: 'this device is not enrolled' };

async function begin() {
  const credential = readCredential(credentialFile);
  if (!credential) return;
  agent = createAgent({
    device,
    api: createDeviceApi({ credential, save: (changed) => writeCredential(credentialFile, changed) }),
    sink: createKinesisSink(),
    spool: await createDiskSpool({ folder: join(folder, 'spool'), device }),
    // The window's own title bar says "recording" (`sluice:state`).
    mark: () => true,
  });
  await agent.start();
}

/** Once, with the token of the person, which is kept nowhere. */
ipcMain.handle('sluice:enrol', (event, token) =>
  asked(event, async () => {
    writeCredential(credentialFile, await enrolDevice({ url, label: device, token: String(token) }));
    await begin();
    return stateOf();
  }),
);
ipcMain.handle('sluice:state', (event) => asked(event, stateOf));
ipcMain.handle('sluice:pause', (event) => asked(event, () => agent?.pauseHere()));
ipcMain.handle('sluice:resume', (event) => asked(event, () => agent?.resume()));
/** Never throws and never waits; what is not in the disclosure is dropped here, before it is written anywhere. */
ipcMain.on('sluice:event', (event, told) => {
  if (!agent || !isOurs(event) || typeof told !== 'object' || told === null) return;
  agent.capture({ ...told, app: APP, time: Date.now(), window: String(event.sender.id) });
});

let isOver = false;
app.on('before-quit', (event) => {
  if (!agent || isOver) return;
  event.preventDefault();
  void agent.stop().finally(() => {
    isOver = true;
    app.quit();
  });
});

await app.whenReady();
await begin();
