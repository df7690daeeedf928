// A line at the top of every page while somebody waits for the viewer: a payment to agree to, or the
// question whether they would be somebody's trusted contact.
import { IconShieldQuestion } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, useMatchRoute } from '@tanstack/react-router';
import { formatMoney } from '../../money/format.js';
import { agreementsQuery, trustedContactQuery } from './contact-queries.js';
import classes from './contact.module.css';

export function AgreementNotice() {
  const { data: asked = [] } = useQuery(agreementsQuery);
  const { data: contact } = useQuery(trustedContactQuery);
  const isThere = useMatchRoute()({ to: '/trusted-contact' }) !== false;
  const [first] = asked;
  const invitation = contact?.of.find(({ state }) => state === 'asked');
  if (isThere || (first === undefined && invitation === undefined)) return null;
  const words =
    first === undefined
      ? `${invitation?.person.name ?? 'Somebody'} asks you to be their trusted contact.`
      : `${first.payer.name} asks you to agree to ${formatMoney(first.amount)} for ${first.payee.name}.`;
  return (
    <div className={classes.notice} role="status" data-testid="agreement-notice">
      <IconShieldQuestion size={18} aria-hidden="true" />
      <span>
        {words}
        {asked.length > 1 && ` And ${String(asked.length - 1)} more.`}
      </span>
      <Link to="/trusted-contact" className={classes.noticeLink}>
        Answer
      </Link>
    </div>
  );
}
