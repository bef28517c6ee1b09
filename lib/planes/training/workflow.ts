/**
 * The job that makes an export, in Amazon States Language: plan, then each part, then the seal. It decides nothing; every task may run again,
 * and does then what is left. While the reading gate is closed, or IAM denies beside it, it waits, and looks again.
 */

type State = Record<string, unknown>;

export interface JobParts {
  /** ARN of the function that runs the tasks. */
  job: string;
  /** Bucket with the names of the parts. */
  bucket: string;
}

/** Parts that are cut at a time: each is a reader of its own, and the chains take some two hundred entries a second for all. */
export const PARTS_AT_ONCE = 8;
/** Of executions of parts: their ARNs have it. */
export const PARTS_LABEL = 'parts';
/** Between two looks at a closed gate, s. */
const GATE_SECONDS = 60;

const RETRY = {
  ErrorEquals: ['States.ALL'],
  IntervalSeconds: 2,
  MaxAttempts: 4,
  BackoffRate: 2,
  MaxDelaySeconds: 30,
  JitterStrategy: 'FULL',
};

const task = (job: string, name: string, next: string, comment: string, more: State = {}): State => ({
  Comment: comment,
  Type: 'Task',
  Resource: job,
  Parameters: { task: name, 'export.$': '$.export', ...more },
  ResultPath: '$.answer',
  TimeoutSeconds: 900,
  Retry: [RETRY],
  Next: next,
});

const choice = (ways: Record<string, string>, otherwise: string): State => ({
  Type: 'Choice',
  Choices: Object.entries(ways).map(([outcome, Next]) => ({
    Variable: '$.answer.outcome',
    StringEquals: outcome,
    Next,
  })),
  Default: otherwise,
});

const wait = (next: string): State => ({
  Comment: 'An incident holds the reading gate, or IAM still denies beside it. Nothing is opened meanwhile.',
  Type: 'Wait',
  Seconds: GATE_SECONDS,
  Next: next,
});

const PLAN = 'List whose segments there are, and cut the work into parts';
const PLANNED = 'Is there a plan?';
const WAIT_PLAN = 'Wait until the reading gate is open, to plan';
const PARTS = 'Cut each part';
const SEAL = 'Sign what there is, once every part is there';
const SEALED = 'Is it sealed?';
const WAIT_SEAL = 'Wait until the reading gate is open, to seal';
const FAIL = 'Stop it: nothing of it ever opens';
const DONE = 'The export is sealed, or has ended';

const CUT = 'Read one part slice by slice, and seal it';
const CUT_DONE = 'Is the part cut?';
const WAIT_CUT = 'Wait until the reading gate is open, to go on with the part';
const PART_DONE = 'This part is cut, or the export has ended';

export const jobDefinition = ({ job, bucket }: JobParts) => {
  const caught = { ErrorEquals: ['States.ALL'], ResultPath: '$.failure', Next: FAIL };
  return {
    Comment: 'Makes one export',
    StartAt: PLAN,
    States: {
      [PLAN]: {
        ...task(job, 'plan', PLANNED, 'Keeps the names of the parts where the next step reads them.'),
        Catch: [caught],
      },
      [PLANNED]: choice({ planned: PARTS, closed: WAIT_PLAN }, DONE),
      [WAIT_PLAN]: wait(PLAN),
      [PARTS]: {
        Comment: 'Names that say nothing, in an order that says nothing.',
        Type: 'Map',
        Label: PARTS_LABEL,
        ItemReader: {
          Resource: 'arn:aws:states:::s3:getObject',
          ReaderConfig: { InputType: 'JSON' },
          Parameters: { Bucket: bucket, 'Key.$': "States.Format('plans/{}.json', $.export)" },
        },
        ItemSelector: { 'export.$': '$.export', 'part.$': '$$.Map.Item.Value' },
        ItemProcessor: {
          ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
          StartAt: CUT,
          States: {
            [CUT]: task(job, 'cut', CUT_DONE, 'Every slice is one entry in the ledger.', { 'part.$': '$.part' }),
            [CUT_DONE]: choice({ closed: WAIT_CUT, denied: WAIT_CUT }, PART_DONE),
            [WAIT_CUT]: wait(CUT),
            [PART_DONE]: { Type: 'Pass', Result: {}, End: true },
          },
        },
        MaxConcurrency: PARTS_AT_ONCE,
        // One part that cannot be made is an export that is not whole.
        ToleratedFailureCount: 0,
        ResultPath: null,
        Catch: [caught],
        Next: SEAL,
      },
      [SEAL]: { ...task(job, 'seal', SEALED, 'Refuses when a part of the plan is not there.'), Catch: [caught] },
      [SEALED]: choice({ closed: WAIT_SEAL }, DONE),
      [WAIT_SEAL]: wait(SEAL),
      [FAIL]: task(job, 'fail', DONE, 'Asked for again under another id.'),
      [DONE]: { Type: 'Succeed' },
    } satisfies Record<string, State>,
  };
};
