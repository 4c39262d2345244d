"""Cedar's own authorizer over the lowered law: the reference that the other readers are held against."""

from __future__ import annotations

import json

import cedarpy

from frith.engine.domain import Domain
from frith.engine.meaning import ASSUMED, Meaning, assumptions
from frith.engine.outcome import outcome, refused
from frith.engine.plain import context, policies, schema
from frith.model.decision import Outcome
from frith.model.facts import Facts, Vocabulary

WHO = 'Frith::"request"'


class Authorizer:
    """Answers one request by asking Cedar twice: what is certainly active, and what is possibly."""

    def __init__(self, meaning: Meaning, vocabulary: Vocabulary) -> None:
        text = policies(meaning)
        self.schema_text = schema(vocabulary, assumptions(meaning))
        checked = cedarpy.validate_policies(text, self.schema_text)
        if not checked.validation_passed:
            raise ValueError("; ".join(str(error) for error in checked.errors))
        document = json.loads(cedarpy.policies_to_json_str(text))
        named = {each["annotations"]["id"]: each for each in document["staticPolicies"].values()}
        document["staticPolicies"] = named
        self.policies = cedarpy.PolicySet.from_json_str(json.dumps(document))
        self.entities = cedarpy.Entities.from_json_str("[]")
        self.schema = cedarpy.Schema.from_str(self.schema_text)
        self.meaning = meaning
        self._domain = Domain(vocabulary, (ASSUMED + name for name in assumptions(meaning)))

    def decide(self, facts: Facts) -> Outcome:
        """The outcome by Cedar's determining policies; any error of Cedar's is refer.

        Cedar's types don't know a fact's list of values, so values are checked here as the other readers do.
        """
        problem = self._domain.problem(facts)
        if problem:
            return refused(problem)
        given = context(facts)
        certain, problem = self._active("certainly", given)
        possible, other = self._active("possibly", given)
        if problem or other:
            return refused(problem or other)
        rules = self.meaning.rules
        return outcome(
            (rules[name].provision for name in certain),
            (rules[name].provision for name in possible - certain),
        )

    def _active(self, rail: str, given: dict[str, object]) -> tuple[set[str], str]:
        request = {"principal": WHO, "action": f'Action::"{rail}"', "resource": WHO, "context": given}
        result = cedarpy.is_authorized(request, self.policies, self.entities, self.schema)
        if result.diagnostics.errors or str(result.decision) == "Decision.NoDecision":
            return set(), "; ".join(map(str, result.diagnostics.errors)) or "Cedar made no decision"
        return {reason.rpartition("#")[0] for reason in result.diagnostics.reasons}, ""
