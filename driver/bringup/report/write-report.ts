/** Puts the two files of a report in place, each whole. */
import { createHash } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { realFiles, type Files } from '../../../control/core/world-files.js';
import { htmlReport } from './html.js';
import { jsonReport, type BringupReport } from './report.js';

/** @param stem the files' path without `.json` and `.html`. Returns both paths. Throws InputError. */
export function writeReport(
  report: BringupReport,
  stem: string,
  files: Files = realFiles,
): readonly [json: string, html: string] {
  mkdirSync(dirname(stem), { recursive: true });
  const json = jsonReport(report);
  const html = htmlReport(report, createHash('sha256').update(json).digest('hex'));
  const put = (path: string, text: string): string => {
    const file = files.openOutput(path);
    file.write(Buffer.from(text));
    file.commit();
    return path;
  };
  return [put(`${stem}.json`, json), put(`${stem}.html`, html)];
}
