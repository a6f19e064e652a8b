/** What the program has written into the page. */

export interface Page {
  version: number;
  title: string;
  made_at: string | null;
  judged: boolean;
  /** Something else has scored the sessions: nothing is known of them but what is drawn. */
  marks?: boolean;
  /** What the scores are, where they are no bits. */
  score_name?: string;
  sessions: { all: number; shown: number; with_line: number; explained: number; entities: number };
  rows: number;
  recipes: { name: string; entity_columns: string[] }[];
  commands: string[];
  entities: [number, (string | null)[]][];
  carried: { name: string; texts: string[] }[];
  files: string[];
  transitions: Transition[];
  columns: Record<string, { type: keyof typeof ARRAYS; offset: number; length: number }>;
  notices: string[];
  quality: QualityLine | null;
}

/** How often a command came after another. */
export interface Transition {
  recipe: number;
  previous: number | null;
  command: number | null;
  count: number;
  of: number;
  row: number | null;
}

/** A line of the findings, as `docs/ndjson.md` has it. */
export interface Line {
  rank: number;
  recipe: string;
  entity: Record<string, string | null>;
  begin: string | null;
  end: string | null;
  duration_ms: number | null;
  n_events: number;
  n_distinct: number;
  score_bits?: number;
  evidence?: Record<string, number>;
  order_uncertain?: boolean;
  history?: number | null;
  likelihood: number | null;
  surprisal_bits: number | null;
  window_start: number | null;
  window: string[];
  session: string[];
  sources: Source[];
  session_likelihood: number;
  session_surprisal_bits: number;
  carried?: Record<string, string[]>;
  group?: number;
  clues?: Clue[];
  first_times?: string[];
  explanation?: Explanation;
  session_explanation?: Explanation;
}

export interface Source {
  file: string;
  row: number;
}

export interface Clue {
  evidence: string;
  bits: number;
  text: string;
}

export interface Explanation {
  bits: number;
  steps: Step[];
}

export interface Step {
  event: number;
  command: string | null;
  context: "start" | "after" | "none";
  previous: string | null;
  probability: number;
  transition_bits: number;
  usual_bits?: number;
  count: number;
  of: number;
  seen: number;
  expected: { command: string | null; probability: number; count: number }[];
  content: Content | null;
}

export interface Content {
  factors: number;
  parameters: Parameter[];
  unknown_bits: number;
  usual_bits?: number;
  values: Value[];
}

export interface Parameter {
  name: string;
  present: boolean;
  probability: number | null;
  bits: number;
  count: number;
  of: number;
}

export interface Value {
  name: string;
  value: string | null;
  probability: number;
  bits: number;
  count: number;
  of: number;
}

/** The last line of the findings. */
export interface QualityLine {
  recipes: RecipeQuality[];
  ignored?: { line: number; reason: string; sessions: number; expires: string | null; expired: boolean }[];
  provenance: {
    version: string;
    command_line: string;
    inputs: string[];
    options: { name: string; value: string }[];
  };
}

export interface Rejected {
  count: number;
  first: { file: string; row: number; line: number | null; detail: string }[];
}

export interface RecipeQuality {
  recipe: string | null;
  unit: "event" | "session";
  records: number;
  events: number;
  rejected: Record<string, Rejected>;
  out_of_range: number;
  filtered: { condition: string; records: number }[];
  duplicates: number;
  skipped_conditions: { condition: string; files: number }[];
  short_records: number;
  unreadable_parameters: Rejected;
  missing_identity: { column: string; events: number; share: number }[];
  ties: { events: number; share: number };
  time_range: { begin: string; end: string } | null;
  full_lists: number;
  files: {
    file: string;
    recipe: string | null;
    form: string | null;
    recognised: string | null;
    records: number;
    events: number;
    problem: string | null;
    skipped: string | null;
  }[];
}

/** The kinds of arrays that columns are. */
export const ARRAYS = {
  u8: Uint8Array,
  u16: Uint16Array,
  u32: Uint32Array,
  f32: Float32Array,
  f64: Float64Array,
};
