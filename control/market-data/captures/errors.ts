import { InputError, type ErrorDetail } from '../../core/errors.js';

/** A capture that cannot be read. Codes: `CAPTURE_…`. */
export class CaptureError extends InputError {
  constructor(code: `CAPTURE_${string}`, message: string, file: string, offset: number, detail: ErrorDetail = {}) {
    super(code, message, { ...detail, where: `${file}: offset ${offset}` });
  }
}
