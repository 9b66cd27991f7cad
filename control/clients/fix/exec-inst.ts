/** ExecInst (18): single letters with spaces between them. */
import type { PegTo } from '../../core/venue.js';
import { OrdRejReason, type Fault } from './fault.js';
import { TAG } from './tags.js';

export interface ExecInstructions {
  postOnly: boolean;
  pegTo: PegTo;
  isTrailing: boolean;
}

/** False when there is one that is not done here, or two that exclude each other; `fault` says which. */
export function readExecInst(text: string, into: ExecInstructions, fault: Fault): boolean {
  into.postOnly = false;
  into.pegTo = '';
  into.isTrailing = false;
  for (let i = 0; i < text.length; i += 2) {
    const letter = text.charAt(i);
    if (i + 1 < text.length && text.charAt(i + 1) !== ' ') {
      return fault.set(TAG.execInst, text, 'single characters with a space between them');
    }
    switch (letter) {
      case '6':
        into.postOnly = true;
        break;
      case 'R':
      case 'P':
      case 'M':
        if (into.pegTo !== '') return fault.set(TAG.execInst, text, 'one of R, P and M');
        into.pegTo = letter === 'R' ? 'same' : letter === 'P' ? 'opposite' : 'mid';
        break;
      case 'a':
        into.isTrailing = true;
        break;
      default:
        return fault.set(
          TAG.execInst,
          text,
          '6 post-only, R, P or M pegged, a trailing stop',
          OrdRejReason.unsupported,
        );
    }
  }
  return true;
}
