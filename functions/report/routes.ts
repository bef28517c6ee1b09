import { answerReport, fileReport, listIncidents, pause, showIncident } from '../../api/incident.ts';

export const routes = { fileReport, pause, listIncidents, showIncident, answerReport };
