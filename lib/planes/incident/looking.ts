/**
 * One branch of an investigation, as the workflow's map walks it: look after look, until there is an answer. A look that fails or hangs is
 * tried again, and then the branch ends where people are told of it and its question stays open. It never fails the map: the others go on,
 * and the gates stay as they are, since nothing here can move one.
 */

type State = Record<string, unknown>;

interface LookingParts {
  investigate: string;
  alerts: string;
}

/** Branches that look at a time: more would slow each other down, over one table and one ledger. */
export const AT_ONCE = 5;
/** Looks of one branch, of minutes each: some millions of segments. */
const MOST_LOOKS = 5;

const LOOK = 'Look into this branch';
const LOOKED = 'Has this branch come to its end?';
const COUNT_LOOKS = 'Count the looks of this branch';
const TOO_MANY = 'Has this branch looked often enough?';
/** Slices of one branch that are looked into at a time: three branches have them. */
const SLICES_AT_ONCE = 4;
/** Of executions of slices: their ARNs have it. */
export const SLICES_LABEL = 'slices';

const SLICES = 'Look into each slice of this branch';
const LOOK_SLICE = 'Look into this slice';
const SLICE_LOOKED = 'Has this slice come to its end?';
const COUNT_SLICE = 'Count the looks of this slice';
const TOO_MANY_SLICE = 'Has this slice looked often enough?';
const SLICE_DONE = 'This slice is looked into';
const SLICE_FAILED = 'This slice is not known, and so its branch is not';
const JOIN = 'Put together what the slices counted';
const JOINED = 'Is it put together?';

const ANSWERED = 'This branch has its answer';
const FAILED = 'Tell people that this branch failed and its question stays open';
const NOT_KNOWN = 'This branch is not known: it failed, and is never clean';

const task = (investigate: string, more: State, failed: string): State => ({
  Type: 'Task',
  Resource: investigate,
  Parameters: { task: 'look', 'incident.$': '$.incident', 'branch.$': '$.branch', ...more },
  ResultPath: '$.answer',
  TimeoutSeconds: 900,
  Retry: [{ ErrorEquals: ['States.ALL'], IntervalSeconds: 2, MaxAttempts: 2, BackoffRate: 2, JitterStrategy: 'FULL' }],
  Catch: [{ ErrorEquals: ['States.ALL'], ResultPath: null, Next: failed }],
});

/** As a branch, look after look. One that fails ends its map, which is where people are told of it. */
const slice = (investigate: string) => ({
  StartAt: LOOK_SLICE,
  States: {
    [LOOK_SLICE]: {
      ...task(investigate, { 'slice.$': '$.slice', 'from.$': '$.answer.at' }, SLICE_FAILED),
      Next: SLICE_LOOKED,
    },
    [SLICE_LOOKED]: {
      Type: 'Choice',
      Choices: [
        { Variable: '$.answer.outcome', StringEquals: 'looked', Next: SLICE_DONE },
        { Variable: '$.answer.outcome', StringEquals: 'more', Next: COUNT_SLICE },
      ],
      Default: SLICE_FAILED,
    },
    [COUNT_SLICE]: {
      Type: 'Pass',
      Parameters: { 'count.$': 'States.MathAdd($.looks.count, 1)' },
      ResultPath: '$.looks',
      Next: TOO_MANY_SLICE,
    },
    [TOO_MANY_SLICE]: {
      Type: 'Choice',
      Choices: [{ Variable: '$.looks.count', NumericGreaterThan: MOST_LOOKS - 1, Next: SLICE_FAILED }],
      Default: LOOK_SLICE,
    },
    [SLICE_DONE]: { Type: 'Pass', Parameters: { 'slice.$': '$.slice', 'at.$': '$.answer.at' }, End: true },
    [SLICE_FAILED]: {
      Type: 'Fail',
      Error: 'SliceNotKnown',
      Cause: 'A slice could not be looked into. Its branch ends as not known; the gates are as they were.',
    },
  } satisfies Record<string, State>,
});

export const lookingInto = ({ investigate, alerts }: LookingParts) => ({
  StartAt: LOOK,
  States: {
    [LOOK]: {
      Comment: 'No contents. What it answers is evidence under lock, by name.',
      ...task(investigate, { 'from.$': '$.answer.at', sliced: true }, FAILED),
      Next: LOOKED,
    },
    [LOOKED]: {
      Comment: 'An answer that this page does not know is a failure, never a way on.',
      Type: 'Choice',
      Choices: [
        { Variable: '$.answer.outcome', StringEquals: 'looked', Next: ANSWERED },
        { Variable: '$.answer.outcome', StringEquals: 'more', Next: COUNT_LOOKS },
        { Variable: '$.answer.outcome', StringEquals: 'sliced', Next: SLICES },
      ],
      Default: FAILED,
    },
    [SLICES]: {
      Comment: 'More than one look is good for: slices of the index, each an execution of its own.',
      Type: 'Map',
      Label: SLICES_LABEL,
      ItemsPath: '$.answer.slices',
      ItemSelector: {
        'incident.$': '$.incident',
        'branch.$': '$.branch',
        'slice.$': '$$.Map.Item.Value',
        looks: { count: 0 },
        answer: { at: '' },
      },
      ItemProcessor: { ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' }, ...slice(investigate) },
      MaxConcurrency: SLICES_AT_ONCE,
      // What is not looked into whole is not known.
      ToleratedFailureCount: 0,
      ResultPath: '$.slices',
      Catch: [{ ErrorEquals: ['States.ALL'], ResultPath: null, Next: FAILED }],
      Next: JOIN,
    },
    [JOIN]: {
      Comment: 'All slices, or it is refused.',
      ...task(investigate, { 'slices.$': '$.slices' }, FAILED),
      Next: JOINED,
    },
    [JOINED]: {
      Type: 'Choice',
      Choices: [{ Variable: '$.answer.outcome', StringEquals: 'looked', Next: ANSWERED }],
      Default: FAILED,
    },
    [COUNT_LOOKS]: {
      Type: 'Pass',
      Parameters: { 'count.$': 'States.MathAdd($.looks.count, 1)' },
      ResultPath: '$.looks',
      Next: TOO_MANY,
    },
    [TOO_MANY]: {
      Comment: 'What is too much to be looked at is not known.',
      Type: 'Choice',
      Choices: [{ Variable: '$.looks.count', NumericGreaterThan: MOST_LOOKS - 1, Next: FAILED }],
      Default: LOOK,
    },
    [ANSWERED]: {
      Type: 'Pass',
      Parameters: { 'branch.$': '$.branch', 'at.$': '$.answer.at' },
      End: true,
    },
    [FAILED]: {
      Comment: 'Beside the alarm. Who is told nothing finds it in the findings.',
      Type: 'Task',
      Resource: 'arn:aws:states:::sns:publish',
      Parameters: {
        TopicArn: alerts,
        'Message.$': `States.Format('${MESSAGE}', $.incident, $.branch)`,
      },
      ResultPath: null,
      TimeoutSeconds: 60,
      Retry: [{ ErrorEquals: ['States.ALL'], IntervalSeconds: 1, MaxAttempts: 2, BackoffRate: 2 }],
      Catch: [{ ErrorEquals: ['States.ALL'], ResultPath: null, Next: NOT_KNOWN }],
      Next: NOT_KNOWN,
    },
    [NOT_KNOWN]: {
      Type: 'Pass',
      Parameters: { 'branch.$': '$.branch' },
      End: true,
    },
  } satisfies Record<string, State>,
});

/** What to do next is in the runbook of the branch: docs/runbooks.md, "A branch of an investigation is not known". */
const MESSAGE =
  'Incident {}: the branch {} of its investigation failed, and is not known. The gates stay as they are. What to do: runbooks, A branch is not known.';
