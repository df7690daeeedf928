// Cards over HTTP. No route here takes a card number: the browser hands it to the processor, and we
// are told the name of the finished setup.
import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put } from '@nestjs/common';
import { ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { Matches } from 'class-validator';
import { Transactor } from '../../shared/database.js';
import { type Actor, CurrentActor } from '../../shared/http.js';
import type { CardSetupView, SavedCardView } from './contract.js';
import type { SavedCard } from './card-store.js';
import { Cards } from './cards.js';

class FinishSetupDto {
  @ApiProperty({ example: 'seti_…' })
  @Matches(/^seti_[A-Za-z0-9_]{1,120}$/)
  setupIntentId!: string;
}

@ApiTags('cards')
@Controller('v1/cards')
export class CardsController {
  constructor(
    private readonly cards: Cards,
    private readonly transactor: Transactor,
  ) {}

  @Get()
  @ApiOperation({ summary: 'My saved cards' })
  async list(@CurrentActor() actor: Actor): Promise<{ cards: SavedCardView[] }> {
    const cards = await this.cards.list(this.transactor.reader, actor.personId);
    return { cards: cards.map((card) => this.view(card)) };
  }

  @Post('setup')
  @ApiOperation({ summary: 'Begin to add a card: what the browser hands to the processor' })
  begin(@CurrentActor() actor: Actor): Promise<CardSetupView> {
    return this.cards.beginSetup(actor.personId);
  }

  @Post()
  @ApiOperation({ summary: 'Save the card of a setup that the processor has confirmed' })
  async finish(
    @CurrentActor() actor: Actor,
    @Body() { setupIntentId }: FinishSetupDto,
  ): Promise<SavedCardView> {
    return this.view(await this.cards.finishSetup(actor.personId, setupIntentId));
  }

  @Put(':cardId/default')
  @HttpCode(204)
  @ApiOperation({ summary: 'Offer this card first' })
  prefer(@CurrentActor() actor: Actor, @Param('cardId') cardId: string): Promise<void> {
    return this.cards.prefer(actor.personId, cardId);
  }

  @Delete(':cardId')
  @HttpCode(204)
  @ApiOperation({ summary: 'Forget a card' })
  remove(@CurrentActor() actor: Actor, @Param('cardId') cardId: string): Promise<void> {
    return this.cards.remove(actor.personId, cardId);
  }

  private view(card: SavedCard): SavedCardView {
    const { id, brand, last4, expiryMonth, expiryYear, funding, country, preferred } = card;
    const expired = this.cards.isExpired(card);
    return {
      id,
      brand,
      last4,
      expiryMonth,
      expiryYear,
      funding,
      country,
      isDefault: preferred,
      expired,
    };
  }
}
