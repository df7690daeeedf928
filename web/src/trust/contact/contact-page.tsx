// The trusted contact: whom one asked and above which limit, who asks one, and what waits for one's word.
import { Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Page } from '../../ui/page.js';
import { Failed, Loading } from '../../ui/states.js';
import { AgreementCard } from './agreement-card.js';
import { agreementsQuery, trustedContactQuery } from './contact-queries.js';
import { MyContact } from './my-contact.js';
import { NameContact } from './name-contact.js';
import { NamedBy } from './named-by.js';
import classes from './contact.module.css';

export function ContactPage() {
  const contact = useQuery(trustedContactQuery);
  const { data: asked = [] } = useQuery(agreementsQuery);
  return (
    <Page
      title="Trusted contact"
      intro="Somebody you trust who must agree before a large payment of yours is made. If your phone is stolen or somebody talks you into paying, one more person looks at it."
    >
      <div className={classes.sections}>
        {asked.length > 0 && (
          <section aria-labelledby="asked">
            <Title order={2} id="asked" className={classes.title}>
              Waiting for your word
            </Title>
            <div className={classes.cards}>
              {asked.map((agreement) => (
                <AgreementCard key={agreement.paymentId} agreement={agreement} />
              ))}
            </div>
          </section>
        )}
        {contact.isError && contact.data === undefined && (
          <Failed
            error={contact.error}
            what="Your trusted contact"
            onRetry={() => void contact.refetch()}
          />
        )}
        {contact.isPending && <Loading what="your trusted contact" rows={2} />}
        {contact.data && (
          <>
            <section aria-labelledby="mine">
              <Title order={2} id="mine" className={classes.title}>
                Your trusted contact
              </Title>
              {contact.data.mine ? (
                <MyContact view={contact.data} mine={contact.data.mine} />
              ) : (
                <NameContact view={contact.data} />
              )}
            </section>
            <NamedBy of={contact.data.of} />
          </>
        )}
      </div>
    </Page>
  );
}
