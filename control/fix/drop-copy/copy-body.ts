/** Writes the body of an execution report again, for another session, where needed in the words of another version. */
import { standardDataFields } from '../../protocols/fix/data-fields.js';
import type { FixEncoder } from '../../protocols/fix/encoder.js';
import type { FixMessage } from '../../protocols/fix/message.js';

/** Standard header and trailer: they belong to the session that the report came from. */
const NOT_BODY = new Set([
  8, 9, 10, 34, 35, 43, 49, 50, 52, 56, 57, 89, 90, 91, 93, 97, 115, 116, 122, 128, 129, 142, 143, 144, 145, 212, 213,
  347, 369, 370, 627, 628, 629, 630, 1128, 1129, 1137, 1156,
]);
const EXEC_TRANS_TYPE = 20;
const ORD_STATUS = 39;
const EXEC_TYPE = 150;
const LEAVES_QTY = 151;
const COPY_MSG_INDICATOR = 797;

export interface CopyRules {
  /** Version of the session that the copy goes to: 40 to 44, 50. */
  readonly version: number;
  /** Fields that are not for this counterparty. */
  readonly omit: ReadonlySet<number>;
}

/** @throws FixEncodeError when a field cannot be written */
export function writeCopyBody(encoder: FixEncoder, report: FixMessage, { version, omit }: CopyRules): void {
  const { fieldCount, bytes } = report;
  if (version >= 44 && !report.has(COPY_MSG_INDICATOR) && !omit.has(COPY_MSG_INDICATOR)) {
    encoder.flag(COPY_MSG_INDICATOR, true);
  }
  const words = wordsFor(report, version);
  if (words.execTransType !== undefined) encoder.string(EXEC_TRANS_TYPE, words.execTransType);
  if (words.execType !== undefined) encoder.string(EXEC_TYPE, words.execType);
  for (let i = 0; i < fieldCount; i++) {
    const tag = report.tagAt(i);
    if (NOT_BODY.has(tag) || omit.has(tag) || tag === EXEC_TRANS_TYPE || tag === EXEC_TYPE) continue;
    if (version < 41 && tag === LEAVES_QTY) continue;
    const start = report.valueStartAt(i);
    const end = report.valueEndAt(i);
    if (start === end) continue;
    if (i + 1 < fieldCount && isLengthOf(tag, report.tagAt(i + 1))) {
      i++;
      const dataTag = report.tagAt(i);
      if (!omit.has(dataTag)) encoder.data(tag, dataTag, bytes.subarray(report.valueStartAt(i), report.valueEndAt(i)));
    } else encoder.field(tag, bytes, start, end);
  }
}

interface Words {
  readonly execTransType: string | undefined;
  readonly execType: string | undefined;
}

/**
 * What happened, in the version's words. Before FIX 4.3 ExecTransType tells new, cancel, correct and status, and ExecType repeats the
 * order's status; since 4.3 ExecType alone says it: F trade, H cancel, G correct, I status.
 */
function wordsFor(report: FixMessage, version: number): Words {
  const transType = report.string(EXEC_TRANS_TYPE);
  const execType = report.string(EXEC_TYPE);
  if (version >= 43) {
    if (transType === undefined) return { execTransType: undefined, execType };
    const said = { '1': 'H', '2': 'G', '3': 'I' }[transType];
    return { execTransType: undefined, execType: said ?? (execType === '1' || execType === '2' ? 'F' : execType) };
  }
  const status = report.string(ORD_STATUS);
  const old = execType === undefined || !'FGHI'.includes(execType) ? execType : status;
  const told = transType ?? (execType === undefined ? '0' : ({ H: '1', G: '2', I: '3' }[execType] ?? '0'));
  return { execTransType: told, execType: version < 41 ? undefined : old };
}

function isLengthOf(lengthTag: number, dataTag: number): boolean {
  return standardDataFields.dataTag(lengthTag) === dataTag;
}
