import type { Api } from '../planes/api.ts';
import type { ControlService } from '../planes/control/service.ts';
import type { IncidentService } from '../planes/incident/service.ts';
import type { IngestService } from '../planes/ingest/service.ts';
import type { ReadingService } from '../planes/reading/service.ts';
import type { StateStack } from '../stacks/state.ts';

/** What there is to watch. */
export interface MonitoredParts {
  state: StateStack;
  api: Api;
  ingest: IngestService;
  control: ControlService;
  incident: IncidentService;
  reading: ReadingService;
}
