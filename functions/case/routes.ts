import { contribute, showCase, showFile, showTimeline } from '../../api/case.ts';

export const routes = { contribute, showCase, showFile, showTimeline };
