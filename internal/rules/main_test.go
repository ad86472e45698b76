package rules_test

import (
	"testing"

	"github.com/cmmv-hive/modelgate/internal/rapidtest"
)

func TestMain(m *testing.M) { rapidtest.Main(m) }
