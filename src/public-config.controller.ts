// What a client must know before anybody signs in. Public, so nothing here is a secret.
import { Controller, Get, Inject } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { DEMO_PASSWORD, DEMO_PEOPLE, DEMO_PIN } from './demo.js';
import { CONFIG, type Config } from './shared/config.js';
import type { PublicConfigView } from './shared/contract.js';
import { currencyDigits } from './shared/currencies.js';
import { Public } from './shared/http.js';

@ApiTags('operation')
@Public()
@Controller('v1/config')
export class PublicConfigController {
  constructor(@Inject(CONFIG) private readonly config: Config) {}

  @Get()
  @ApiOperation({ summary: 'Processor, currencies, limits, and the demo people if there are any' })
  read(): PublicConfigView {
    const { stripe, currencies, demo, mail, maximumMajor, topUp } = this.config;
    return {
      demo: demo
        ? {
            people: DEMO_PEOPLE.map((person) => ({ ...person, roles: [...person.roles] })),
            password: DEMO_PASSWORD,
            pin: DEMO_PIN,
            mailUrl: mail.pageUrl,
          }
        : null,
      processor: {
        mode: stripe.apiUrl === null ? 'stripe' : 'simulator',
        publishableKey: stripe.publishableKey,
        scriptUrl: stripe.apiUrl === null ? null : `${stripe.apiUrl}/v3/stripe.js`,
      },
      currencies: currencies.map((code) => ({
        code,
        digits: currencyDigits(code) ?? 2,
        leastCharge: (topUp.minimumMajor[code] ?? 1n).toString(),
      })),
      defaultCurrency: currencies[0] ?? 'EUR',
      maximumAmount: maximumMajor.toString(),
    };
  }
}
