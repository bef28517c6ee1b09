import { contribute, showCase, showFile, showTimeline } from '../../api/case.ts';
import { listSnapshots, snapshotPart } from '../../api/exposure.ts';

export const routes = { contribute, showCase, showFile, showTimeline, listSnapshots, snapshotPart };
