from modeltranslation.translator import TranslationOptions, translator

from tests.pillars.toy.models import Gathering


class GatheringTexts(TranslationOptions):
    fields = ("note",)


translator.register(Gathering, GatheringTexts)
