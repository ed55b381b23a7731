package ugcinc_test

import (
	"context"
	"fmt"
	"time"

	"github.com/ugcinc/ugcinc-go/ugcinc"
	"github.com/ugcinc/ugcinc-go/ugcinc/ugcinctest"
)

func ExampleTasksService_List() {
	server, err := ugcinctest.Start(ugcinctest.InMemory())
	if err != nil {
		fmt.Println(err)
		return
	}
	defer server.Close()
	server.AddTask(ugcinc.Task{AccountID: "acc_1", Type: ugcinc.TaskTypeWarmupScroll, Duration: new(int64(600))})
	server.AddTask(ugcinc.Task{AccountID: "acc_1", Type: ugcinc.TaskTypeWarmupSearchTerm, Keywords: new("desk yoga")})
	client := server.Client()

	tasks, err := client.Tasks.List(context.Background(), ugcinc.ListTasksParams{
		AccountIDs: []string{"acc_1"},
		TaskType:   new(ugcinc.TaskTypeWarmupScroll),
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, task := range tasks {
		fmt.Println(task.Type, task.Status, time.Duration(*task.Duration)*time.Second)
	}
	// Output: warmup_scroll complete 10m0s
}
