import { contribute, showCase, showEvidence, showFile, showTimeline } from '../../api/case.ts';
import { listSnapshots, snapshotPart } from '../../api/exposure.ts';

export const routes = { contribute, showCase, showFile, showEvidence, showTimeline, listSnapshots, snapshotPart };
