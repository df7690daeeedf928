// Saving a card: the server opens a setup at the processor, the processor's own fields take the
// number, and only the setup's id comes back to the server. This client never sees a card number.
import { useComputedColorScheme } from '@mantine/core';
import { Elements } from '@stripe/react-stripe-js';
import type { Appearance } from '@stripe/stripe-js';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { CardSetupView, SavedCardView } from '../../../src/payments/cards/contract.js';
import { call } from '../api/client.js';
import { configQuery } from '../api/queries.js';
import { Failed, Loading } from '../ui/states.js';
import { CardFields } from './card-fields.js';
import { loadProcessor } from './processor.js';

interface Props {
  onSaved: (card: SavedCardView) => void;
}

export function CardForm({ onSaved }: Props) {
  const queryClient = useQueryClient();
  const scheme = useComputedColorScheme('light');
  const [refused, setRefused] = useState<string | null>(null);
  const start = useQuery({
    queryKey: ['card-setup'],
    queryFn: async () => {
      const config = await queryClient.query({ ...configQuery, staleTime: 'static' });
      const [stripe, setup] = await Promise.all([
        loadProcessor(config.processor),
        call<CardSetupView>('/cards/setup', { method: 'POST', body: {} }),
      ]);
      return { stripe, setup };
    },
    // One setup belongs to one card, so every opening of the form begins a new one.
    gcTime: 0,
    staleTime: Infinity,
    retry: false,
  });

  if (start.isPending) return <Loading what="the card form" rows={3} height={48} />;
  if (start.isError) {
    return <Failed error={start.error} what="The card form" onRetry={() => void start.refetch()} />;
  }
  const { stripe, setup } = start.data;
  return (
    <Elements
      key={setup.setupIntentId}
      stripe={stripe}
      options={{ clientSecret: setup.clientSecret, appearance: appearanceOf(scheme) }}
    >
      <CardFields
        setupIntentId={setup.setupIntentId}
        refused={refused}
        onSaved={onSaved}
        onRefused={(sentence) => {
          setRefused(sentence);
          void start.refetch();
        }}
      />
    </Elements>
  );
}

function appearanceOf(scheme: 'light' | 'dark'): Appearance {
  const dark = scheme === 'dark';
  return {
    theme: dark ? 'night' : 'stripe',
    variables: {
      colorPrimary: dark ? '#7fd2b9' : '#0d6b58',
      colorBackground: dark ? '#1f2926' : '#ffffff',
      colorText: dark ? '#e3e9e7' : '#1b2321',
      borderRadius: '8px',
    },
  };
}
