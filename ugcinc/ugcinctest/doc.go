// Package ugcinctest is a fake of the UGC Inc API for tests.
package ugcinctest
