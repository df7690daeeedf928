// A sheet: one subject with its heading, a word on what it is, what can be done about all of it, and
// rows or facts below. Rows have a picture, words, and what can be done about this one.
import { Title } from '@mantine/core';
import type { Icon } from '@tabler/icons-react';
import { type ReactNode, useId } from 'react';
import classes from './sheet.module.css';

interface SheetProps {
  title: string;
  note?: ReactNode;
  aside?: ReactNode;
  testId?: string;
  children?: ReactNode;
}

export function Sheet({ title, note, aside, testId, children }: SheetProps) {
  const id = useId();
  return (
    <section className={classes.sheet} aria-labelledby={id} data-testid={testId}>
      <div className={classes.head}>
        <div>
          <Title order={2} id={id} className={classes.title}>
            {title}
          </Title>
          {note && <p className={classes.note}>{note}</p>}
        </div>
        {aside}
      </div>
      {children}
    </section>
  );
}

/** What is neither rows nor head, with the sheet's margins. */
export function SheetBody({ children }: { children: ReactNode }) {
  return <div className={classes.body}>{children}</div>;
}

interface RowsProps {
  label: string;
  children: ReactNode;
}

export function Rows({ label, children }: RowsProps) {
  return (
    <ul className={classes.rows} aria-label={label}>
      {children}
    </ul>
  );
}

interface RowProps {
  icon: Icon;
  name: ReactNode;
  /** Said beside the name. */
  pill?: ReactNode;
  detail?: ReactNode;
  /** What can be done about it. */
  children?: ReactNode;
  testId?: string;
}

export function Row({ icon: Shape, name, pill, detail, children, testId }: RowProps) {
  return (
    <li className={classes.row} data-testid={testId}>
      <span className={classes.icon}>
        <Shape size={20} aria-hidden="true" />
      </span>
      <div className={classes.main}>
        <div className={classes.words}>
          <div className={classes.named}>
            {name}
            {pill}
          </div>
          {detail && <div className={classes.detail}>{detail}</div>}
        </div>
        {children && <div className={classes.end}>{children}</div>}
      </div>
    </li>
  );
}

export function Facts({ children }: { children: ReactNode }) {
  return <dl className={classes.facts}>{children}</dl>;
}

export function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
