/** `crossfeed quality`: what the execution of recorded orders was worth. */
import { Command } from 'commander';
import { realDisk } from '../core/world-disk.js';
import { KIND } from '../routing/decisions/frame.js';
import { readDecisions } from '../routing/decisions/reader.js';
import { reportHtml, reportJson, reportTable } from '../routing/quality/report.js';
import { QualityBuilder, type QualitySummary } from '../routing/quality/summary.js';
import { Strategies } from '../routing/strategies.js';

interface ReportOptions {
  readonly dir: string;
  readonly json?: boolean;
  readonly html?: boolean;
  readonly orders: boolean;
}

export function qualityCommand(write: (text: string) => void = (text) => void process.stdout.write(text)): Command {
  return new Command('quality').description('execution quality').addCommand(
    new Command('report')
      .exitOverride()
      .description('fill rates, spreads, price improvement, slippage, realised spreads; by client, strategy and venue')
      .option('--dir <dir>', 'directory of the recorded decisions', 'data/decisions')
      .option('--json', 'one JSON object, with every order')
      .option('--no-orders', 'with --json: without the orders one by one')
      .option('--html', 'a page with plots')
      .action(({ dir, json = false, html = false, orders }: ReportOptions) => {
        const summary = qualityOf(dir);
        write(json ? reportJson(summary, orders) : html ? reportHtml(summary) : reportTable(summary));
      }),
  );
}

/** Throws DecisionsError. */
export function qualityOf(dir: string): QualitySummary {
  const builder = new QualityBuilder();
  readDecisions(realDisk, dir, {
    onReference: (reference) => {
      builder.onReference(
        reference,
        new Strategies(reference.config).all.map(({ name }) => name),
      );
    },
    onFrame: (kind, words, at) => {
      if (kind === KIND.decision) builder.onDecision(words, at);
      else if (kind === KIND.fill) builder.onFill(words, at);
    },
  });
  return builder.summary();
}
